import type {DvfsConfiguration} from './configuration.js';
import type {NodeWrite} from './nodes.js';

/** What a change of configuration came to. */
export interface AppliedChange {
  readonly writes: readonly NodeWrite[];
  /** Whether the board holds a clock below what was asked because it is hot or over its current limit. */
  readonly throttled: boolean;
}

/** Port to a real board's knobs. Whatever it changes, it can put back. */
export interface Actuator {
  /** The writes that {@link apply} would do now; writes nothing. */
  plan(configuration: DvfsConfiguration): readonly NodeWrite[];

  /**
   * Sets a configuration and reads it back. Only what differs from the state in force is written. Before the first
   * write of all, the state found is noted on disk.
   *
   * **Errors:** EnvironmentError when a node cannot be written, or a knob does not take while nothing throttles.
   */
  apply(configuration: DvfsConfiguration): AppliedChange;

  /**
   * Puts the state back that the first {@link apply} found; does nothing where nothing was changed.
   *
   * **Errors:** EnvironmentError that names the first node that could not be put back; all others are, and the note on
   * disk stays.
   */
  restore(): void;
}

/** Port to what limits a board by itself: heat and current. */
export interface ThermalMonitor {
  /** Hottest sensor that can be trusted, m°C; undefined when there is none. */
  temperatureMc(): number | undefined;
  /** Whether the board holds a clock below its request at this moment. */
  isThrottling(): boolean;
  /** Over-current and under-voltage events since boot. */
  eventCount(): number;
}

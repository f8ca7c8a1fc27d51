import type {ConfigurationMeasurement, Origin, RowKey, TransitionMeasurement} from './profile.js';

/** Measures layers on a board, real or simulated, one configuration at a time. */
export interface BoardMeter {
  readonly origin: Origin;
  /** For the profile: driver and rails. */
  readonly sensor: string;
  readonly rails: readonly string[];
  /** Seed of the simulated world; absent on real boards. */
  readonly worldSeed?: number;

  /**
   * Sets the configuration, measures idle power and every row, and returns them in the order of `rows`.
   *
   * @param checkpoint - called wherever it can be left, some times a second where a configuration lasts minutes; what it
   * throws ends the measurement
   *
   * **Errors:** EnvironmentError when a knob does not take or the sensor gives no reading.
   */
  measure(
    configuration: number,
    rows: readonly RowKey[],
    checkpoint?: () => void,
  ): ConfigurationMeasurement | Promise<ConfigurationMeasurement>;

  /** What a change of each knob costs, measured or assumed. */
  transitions(): readonly TransitionMeasurement[];

  /** State that the next measurement depends on (die temperature), to be stored with what was measured. */
  saveState(): string;
  /** Continues from a state that {@link saveState} returned. */
  restoreState(state: string): void;
}

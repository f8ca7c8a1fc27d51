import type {ThermalMonitor} from '../core/board/actuator.js';
import {EnvironmentError} from '../core/errors.js';

/** Above this nothing is measured: boards begin to throttle some ten degrees higher. */
const PAUSE_ABOVE_MC = 85_000;
/** A pause lasts until here, so that it is worth its while. */
const RESUME_BELOW_MC = 78_000;
const LOOK_MS = 1000;
const LOOKS = 600;

/** Waits while a board is too hot to be measured, and tells whether a stretch of work was throttled. */
export class HeatGuard {
  constructor(
    readonly monitor: ThermalMonitor,
    readonly rest: (ms: number) => Promise<unknown>,
  ) {}

  /**
   * @param checkpoint - called once a second; what it throws ends the wait
   *
   * **Errors:** EnvironmentError when the board does not cool down within ten minutes.
   */
  async waitUntilCool(checkpoint: () => void): Promise<void> {
    if (!this.#isAbove(PAUSE_ABOVE_MC)) return;
    for (let look = 0; look < LOOKS; look += 1) {
      await this.rest(LOOK_MS);
      checkpoint();
      if (!this.#isAbove(RESUME_BELOW_MC)) return;
    }
    const celsius = ((this.monitor.temperatureMc() ?? 0) / 1000).toFixed(0);
    throw new EnvironmentError(
      `the board stays at ${celsius} °C for ten minutes; allowed are ${RESUME_BELOW_MC / 1000}`,
      {
        suggestions: ['neuos doctor', 'cool the board; the same command continues'],
      },
    );
  }

  /** Runs `work`. @returns its result, and whether the board held a clock down at its end or counted an event in it */
  async watch<T>(work: () => Promise<T>): Promise<{readonly result: T; readonly throttled: boolean}> {
    const events = this.monitor.eventCount();
    const result = await work();
    return {result, throttled: this.monitor.isThrottling() || this.monitor.eventCount() !== events};
  }

  #isAbove(limitMc: number): boolean {
    return (this.monitor.temperatureMc() ?? 0) > limitMc;
  }
}

import type {PowerSensor, PowerWindow} from '../core/board/power-sensor.js';
import {EnvironmentError} from '../core/errors.js';

/** Readings made anew that a window must hold. */
const READINGS = 3;
/** Share of a window that has to lie between samples, or its energy would be a guess. */
const COVERAGE = 0.8;
/** A window without a sensor: enough executions for a median and its tail. */
const SHORTEST_US = 20_000;
/** A sensor that has shown nothing new for so long is frozen. */
const LONGEST_US = 10_000_000;
const FEWEST_RUNS = 5;

/** What a window measured. */
export interface MeasuredWindow {
  readonly latenciesUs: readonly number[];
  /** Null without a sensor. */
  readonly power: PowerWindow | null;
}

/** What a window is measured with. */
export interface WindowInstruments {
  readonly sensor: PowerSensor | undefined;
  readonly nowUs: () => number;
  /** Called after each execution; what it throws ends the window. */
  readonly checkpoint: () => void;
}

/**
 * Repeats `work` until the window is long enough for its latencies and for the power sensor.
 *
 * **Errors:** EnvironmentError when the sensor makes no new reading.
 */
export async function measureWindow(
  work: () => Promise<unknown>,
  {sensor, nowUs, checkpoint}: WindowInstruments,
): Promise<MeasuredWindow> {
  const startUs = nowUs();
  const latenciesUs: number[] = [];
  for (;;) {
    const fromUs = nowUs();
    await work();
    const untilUs = nowUs();
    checkpoint();
    latenciesUs.push(untilUs - fromUs);
    const lengthUs = untilUs - startUs;
    if (lengthUs < SHORTEST_US || latenciesUs.length < FEWEST_RUNS) continue;
    const power = sensor?.window(startUs, untilUs) ?? null;
    if (power === null || isEnough(power)) return {latenciesUs, power};
    if (lengthUs < LONGEST_US) continue;
    if (power.distinctReadings > 0) return {latenciesUs, power};
    throw new EnvironmentError(
      `the power sensor (${sensor?.description ?? ''}) made no new reading in ${LONGEST_US / 1e6} s: it is frozen`,
      {suggestions: ['neuos boards probe', 'neuos doctor']},
    );
  }
}

function isEnough({distinctReadings, coverage}: PowerWindow): boolean {
  return distinctReadings >= READINGS && coverage >= COVERAGE;
}

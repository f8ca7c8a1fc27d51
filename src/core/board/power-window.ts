import type {PowerWindow} from './power-sensor.js';

/** One stamped reading of a board's power. */
export interface PowerSample {
  readonly timeUs: number;
  readonly powerMw: number;
  /** Whether the sensor's raw values differ from the sample before: a reading made anew. */
  readonly isFresh: boolean;
}

/**
 * Power between two instants by the trapezoidal rule; samples just outside give the values at the ends.
 *
 * A slow sensor read often repeats its last reading, which holds until the next one, so repeats enter the energy but
 * not the count.
 *
 * @param samples - in order of time
 */
export function powerWindow(samples: readonly PowerSample[], fromUs: number, untilUs: number): PowerWindow {
  let energyNj = 0;
  let coveredUs = 0;
  for (const [index, after] of samples.entries()) {
    const before = samples[index - 1];
    if (before === undefined) continue;
    const start = Math.max(before.timeUs, fromUs);
    const end = Math.min(after.timeUs, untilUs);
    if (end <= start) continue;
    energyNj += ((valueAt(before, after, start) + valueAt(before, after, end)) / 2) * (end - start);
    coveredUs += end - start;
  }
  const inside = samples.filter(({timeUs}) => timeUs >= fromUs && timeUs <= untilUs);
  return {
    meanMw: coveredUs > 0 ? energyNj / coveredUs : (inside[0]?.powerMw ?? NaN),
    energyUj: energyNj / 1000,
    distinctReadings: inside.filter(({isFresh}) => isFresh).length,
    coverage: untilUs > fromUs ? coveredUs / (untilUs - fromUs) : 0,
  };
}

function valueAt(before: PowerSample, after: PowerSample, timeUs: number): number {
  const share = (timeUs - before.timeUs) / (after.timeUs - before.timeUs);
  return before.powerMw + share * (after.powerMw - before.powerMw);
}

import {fitSweep, withGpuClock} from '../../src/simulation/fit-sweep.js';
import type {SweepPoint} from '../../src/simulation/fit-sweep.js';
import {AGX_XAVIER_COEFFICIENTS} from '../../src/simulation/world/agx-xavier.js';
import {sweepErrors} from '../support/curve-error.js';
import {AGX_XAVIER_SWEEP, HAS_SWEEP, ofBatches, readSweep} from '../support/measured-sweep.js';
import {report} from './harness.js';

// The simulated AGX Xavier against a published sweep of its GPU clock: fitted on batches 1 and 16, judged on batch 4.
// With `-- --sweep FILE` another board's sweep is fitted to three clocks of it, and judged on all the others.
const BATCHES_SHOWN = [1, 16];
const BATCH_JUDGED = 4;

const flag = process.argv.indexOf('--sweep');
const file = flag < 0 ? AGX_XAVIER_SWEEP : process.argv[flag + 1];
if (file === undefined || (flag < 0 && !HAS_SWEEP)) {
  console.error('no measured sweep: give one with -- --sweep FILE (columns gpu_hz, batch, power_w, latency_s)');
} else {
  const points = readSweep(file);
  if (flag < 0) judgeXavier(points);
  else judgeOther(points);
}

function judgeXavier(points: readonly SweepPoint[]): void {
  const fit = fitSweep(ofBatches(points, BATCHES_SHOWN), AGX_XAVIER_COEFFICIENTS);
  const judged = sweepErrors(fit, ofBatches(points, [BATCH_JUDGED]));
  const three = fitSweep(threeClocks(ofBatches(points, [BATCH_JUDGED])), AGX_XAVIER_COEFFICIENTS);
  report('fidelity', {
    ...flat('', judged),
    ...flat('threePoints', sweepErrors(three, ofBatches(points, [BATCH_JUDGED]))),
  });
}

/** Each batch by itself, so that every curve is judged from three points of its own. */
function judgeOther(points: readonly SweepPoint[]): void {
  const prior = withGpuClock(AGX_XAVIER_COEFFICIENTS, Math.max(...points.map(({gpuHz}) => gpuHz)));
  for (const batch of new Set(points.map((point) => point.batch))) {
    const curve = ofBatches(points, [batch]);
    if (curve.length <= 3) continue;
    console.log(JSON.stringify({batch, ...flat('', sweepErrors(fitSweep(threeClocks(curve), prior), curve))}));
  }
}

/** Lowest, middle and highest clock. */
function threeClocks(curve: readonly SweepPoint[]): readonly SweepPoint[] {
  const sorted = curve.toSorted((a, b) => a.gpuHz - b.gpuHz);
  return [0, Math.floor(sorted.length / 2), sorted.length - 1].flatMap((index) => sorted[index] ?? []);
}

function flat(prefix: string, {latency, power, bestClockEnergyRatio}: ReturnType<typeof sweepErrors>) {
  const named = {
    latencyMedian: latency.median,
    latencyWorst: latency.worst,
    powerMedian: power.median,
    powerWorst: power.worst,
    bestClockEnergyRatio,
  };
  const capital = (name: string) => (prefix === '' ? name : prefix + name.charAt(0).toUpperCase() + name.slice(1));
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [capital(name), value]));
}

import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {SweepPoint} from '../../src/simulation/fit-sweep.js';

/** The published sweep of the GPU clock on an AGX Xavier; absent where the shared data is not beside the repository. */
export const AGX_XAVIER_SWEEP = fileURLToPath(
  new URL('../../../shared/data/measured/agx-xavier-gpu-clock-sweep.csv', import.meta.url),
);
export const HAS_SWEEP = existsSync(AGX_XAVIER_SWEEP);

const LOWEST_HZ = 114.75e6;
/** Batches from which the rows at the lowest clock are out of family, as the data's README says. */
const OUT_OF_FAMILY_BATCH = 16;

/** The rows of a sweep but for those that its README leaves out. */
export function readSweep(file: string): readonly SweepPoint[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines
    .map((line) => {
      const cells = line.split(',');
      const of = (name: string) => Number(cells[names.indexOf(name)]);
      return {
        gpuHz: of('gpu_hz'),
        batch: of('batch'),
        latencyUs: of('latency_s') * 1e6,
        powerMw: of('power_w') * 1e3,
      };
    })
    .filter(({gpuHz, batch}) => gpuHz !== LOWEST_HZ || batch < OUT_OF_FAMILY_BATCH);
}

export function ofBatches(points: readonly SweepPoint[], batches: readonly number[]): readonly SweepPoint[] {
  return points.filter(({batch}) => batches.includes(batch));
}

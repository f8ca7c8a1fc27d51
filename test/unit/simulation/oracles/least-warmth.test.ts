import {describe, expect, it} from 'vitest';
import {oracleCosts} from '../../../../src/simulation/oracles/layer-costs.js';
import {leastWarmth, stepsOfJobs, WARMTH_STEP_C} from '../../../../src/simulation/oracles/least-warmth.js';
import {realiseWork} from '../../../../src/simulation/oracles/realised-work.js';
import {ThermalModel} from '../../../../src/simulation/thermal.js';
import {TX2_COEFFICIENTS} from '../../../../src/simulation/world/tx2.js';
import {World} from '../../../../src/simulation/world/world.js';
import {instance} from '../../../support/instances.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';
import {smallTx2} from '../../../support/small-tx2.js';

const world = new World(smallTx2(), TX2_COEFFICIENTS, 3);
const costs = oracleCosts(world, []);
const WINDOW_US = 4e6;

describe('the least warmth', () => {
  const powerMw = 8000;
  const aboveNj = (powerMw - costs.idleMw) * WINDOW_US;
  const {steps} = leastWarmth(world, costs, WINDOW_US, new Array<number>(100).fill(aboveNj));

  it('is never above the temperature of a board that draws that much', () => {
    const thermal = new ThermalModel(world.thermal);
    thermal.settle(world.idlePowerMw(world.board.space.reference, thermal.temperatureMc));
    for (const step of steps) {
      expect(costs.temperatureMc + 1000 * WARMTH_STEP_C * step).toBeLessThanOrEqual(thermal.temperatureMc);
      thermal.advance(powerMw, WINDOW_US);
    }
  });

  it('comes near it in the end', () => {
    const settledMc = world.thermal.ambientMc + (world.thermal.riseMcPerW * powerMw) / 1000;
    const leastMc = costs.temperatureMc + 1000 * WARMTH_STEP_C * (steps.at(-1) ?? 0);
    expect(settledMc - leastMc).toBeLessThan(2000 + 1000 * WARMTH_STEP_C);
  });

  it('is nothing on a board that had nothing to do for long', () => {
    const idle = leastWarmth(world, costs, WINDOW_US, new Array<number>(200).fill(0));
    expect(idle.steps.at(-1)).toBe(0);
  });

  it('of a job is that of the coldest window it may run in', () => {
    const work = realiseWork([sampleNetwork('a', 1)], [instance(0, 3e6)], 3, 1);
    const warming = {steps: Uint8Array.of(1, 4, 6), windowUs: WINDOW_US};
    // From 0 to 3, 3 to 6 and 6 to 9 s; the last one was done at 13 s.
    expect(stepsOfJobs(work, [Float64Array.of(2e6, 5e6, 13e6)], warming)).toEqual([Uint8Array.of(1, 1, 4)]);
  });
});

import {describe, expect, it} from 'vitest';
import {CohortState} from '../../../../src/core/schedule/cohort-state.js';
import type {InstanceSpec} from '../../../../src/core/schedule/instance.js';
import {Scheduler} from '../../../../src/core/schedule/scheduler.js';
import {switchCosts} from '../../../../src/core/schedule/switch-costs.js';
import {originalOnlyTable} from '../../../../src/core/tables/build-accuracy-table.js';
import {instanceSpec, networkReference, smallSlowState, type SmallCosts} from '../../../support/small-tables.js';

/** Four equal layers; a switch takes a fifth of the fast one's time. */
const COSTS: SmallCosts = {
  latencyUs: Array.from({length: 4}, () => [200, 100]),
  energyUj: Array.from({length: 4}, () => [50, 100]),
  switchUs: [
    [0, 20],
    [20, 0],
  ],
};
const [SLOW, FAST] = [0, 1];
const slowState = smallSlowState({costs: [COSTS], idlePowerMw: [1000, 1000]});
const network = networkReference('net', COSTS);

function decide(specs: readonly InstanceSpec[], inForce: number, withSteps = true): number {
  const state = new CohortState(specs, [network]);
  state.instances[0]?.release();
  const inputs = {
    plans: slowState.plans.horizon,
    switches: withSteps ? switchCosts(slowState) : undefined,
    references: [network],
    accuracy: specs.map(() => originalOnlyTable(4)),
    margin: {workFactor: 1, tails: 0},
    concurrent: false,
  };
  return new Scheduler(inputs, 'min-energy').decide(state, 0, 0, inForce).candidate;
}

describe('the first step', () => {
  // The plans run all layers at one candidate: 800 or 400 µs. With 520 µs one layer may be slow, the switch included.
  const spec = instanceSpec({periodUs: 520});

  it('uses time that lies between two plans', () => {
    expect(decide([spec], SLOW, false)).toBe(FAST);
    expect(decide([spec], SLOW)).toBe(SLOW);
  });

  it('leaves the plan alone where its time does not suffice', () => {
    expect(decide([instanceSpec({periodUs: 515})], SLOW)).toBe(FAST);
  });

  it('leaves time to a job that is released before the deadline', () => {
    const other = instanceSpec({periodUs: 10_000, offsetUs: 300});
    expect(decide([spec, other], SLOW)).toBe(FAST);
    expect(decide([spec, {...other, offsetUs: 520}], SLOW)).toBe(SLOW);
  });

  it('costs no deadline and less energy, step by step to the end of a job', () => {
    const run = (periodUs: number, from: number, withSteps: boolean) => {
      const state = new CohortState([instanceSpec({periodUs})], [network]);
      state.instances[0]?.release();
      const inputs = {
        plans: slowState.plans.horizon,
        switches: withSteps ? switchCosts(slowState) : undefined,
        references: [network],
        accuracy: [originalOnlyTable(4)],
        margin: {workFactor: 1, tails: 0},
        concurrent: false,
      };
      const scheduler = new Scheduler(inputs, 'min-energy');
      let [nowUs, energyUj, at] = [0, 0, from];
      for (let layer = 0; layer < 4; layer += 1) {
        const {candidate} = scheduler.decide(state, 0, nowUs, at);
        nowUs += (COSTS.switchUs?.[at]?.[candidate] ?? 0) + (COSTS.latencyUs[layer]?.[candidate] ?? NaN);
        energyUj += COSTS.energyUj[layer]?.[candidate] ?? NaN;
        at = candidate;
        state.instances[0]?.finishLayer(nowUs);
      }
      return {nowUs, energyUj};
    };
    const totals = {stepped: 0, planned: 0};
    for (let periodUs = 425; periodUs < 900; periodUs += 10) {
      for (const from of [SLOW, FAST]) {
        const [stepped, planned] = [run(periodUs, from, true), run(periodUs, from, false)];
        expect(stepped.nowUs).toBeLessThanOrEqual(periodUs);
        totals.stepped += stepped.energyUj;
        totals.planned += planned.energyUj;
      }
    }
    // Not in every case: plans that are looked up again at each layer find some of these mixtures as well.
    expect(totals.stepped).toBeLessThan(0.995 * totals.planned);
  });
});

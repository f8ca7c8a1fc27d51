import {describe, expect, it} from 'vitest';
import {CohortState} from '../../../../../src/core/schedule/cohort-state.js';
import type {Mode} from '../../../../../src/core/schedule/mode.js';
import {NeuosPaperPolicy} from '../../../../../src/core/schedule/policies/neuos-paper.js';
import {buildAccuracyTable, originalOnlyTable} from '../../../../../src/core/tables/build-accuracy-table.js';
import {instanceSpec, smallTables} from '../../../../support/small-tables.js';

// Two layers of 400, 200 or 100 µs at SpeedUps of 0.25, 0.5 and 1; power above rest grows faster than speed.
const COSTS = {
  latencyUs: [
    [400, 200, 100],
    [400, 200, 100],
  ],
  energyUj: [
    [100, 150, 300],
    [100, 150, 300],
  ],
};
const [SLOW, MIDDLE, FAST] = [0, 10, 20];
const TABLES = smallTables({costs: [COSTS], speedUps: [0.25, 0.5, 1]});
const ORIGINAL_ONLY = originalOnlyTable(2);
/** One approximation configuration: four times as fast, at a loss of 10 points. */
const WITH_VARIANTS = buildAccuracyTable(2, [
  {variants: [0, 0], layerLosses: [0, 0], layerGains: [1, 1], gainToGo: [1, 1]},
  {variants: [1, 1], layerLosses: [0.05, 0.05], layerGains: [4, 4], gainToGo: [4, 4]},
]);

/** Two instances of the network with 1,000 µs to their deadlines: the first released at 0, the second at `offsetUs`. */
function cohort(mode: Mode, offsetUs: number, accuracy = ORIGINAL_ONLY) {
  const instances = [instanceSpec({periodUs: 1000}), instanceSpec({periodUs: 1000, offsetUs})];
  const state = new CohortState(instances, TABLES.networks);
  for (const instance of state.instances) instance.release();
  const options = {tables: TABLES, strategy: 'layer' as const, mode, instances, accuracy: [accuracy, accuracy]};
  return {state, policy: new NeuosPaperPolicy(options)};
}

describe('the method of the paper', () => {
  it('gives a job that has time the least energy that its LAG allows', () => {
    const {state, policy} = cohort('min-energy', 0);
    expect(policy.decide(state, 0, 0).configuration).toBe(SLOW); // 200 µs of work in 1000: SpeedUp 0.2
    expect(policy.decide(state, 0, 400).configuration).toBe(MIDDLE); // in 600: 0.33
    expect(policy.decide(state, 0, 700).configuration).toBe(FAST); // in 300: 0.67
  });

  it('takes the smallest PowerUp in min-energy, whomever that makes late', () => {
    const {state, policy} = cohort('min-energy', 700);
    expect(policy.decide(state, 0, 700).configuration).toBe(SLOW);
  });

  it('takes the smallest sum of losses in max-accuracy', () => {
    const {state, policy} = cohort('max-accuracy', 700, WITH_VARIANTS);
    const decision = policy.decide(state, 0, 700);
    expect(decision.configuration).toBe(FAST);
    expect(decision.variant).toBe(0);
  });

  it('lets variants make up for what a slow configuration lacks', () => {
    const {state, policy} = cohort('min-energy', 700, WITH_VARIANTS);
    const decision = policy.decide(state, 0, 700);
    expect(decision.configuration).toBe(SLOW);
    expect(decision.variant).toBe(1);
    expect(decision.predictedLoss).toBeCloseTo(0.05);
    expect(policy.accuracyTableHits).toBe(1);
  });

  it('stays where it is when nothing is to be done', () => {
    const {state, policy} = cohort('min-energy', 0);
    expect(policy.idle(state, 0, 500, MIDDLE)).toEqual({
      configuration: MIDDLE,
      wakeUs: 1000,
      wakeConfiguration: MIDDLE,
    });
  });
});

import {describe, expect, it} from 'vitest';
import {CohortState} from '../../../../src/core/schedule/cohort-state.js';
import {FutureKey} from '../../../../src/core/schedule/future-key.js';
import type {InstanceSpec} from '../../../../src/core/schedule/instance.js';
import {Reserve} from '../../../../src/core/schedule/reserve.js';
import {instanceSpec, networkReference, smallSlowState} from '../../../support/small-tables.js';

/** One layer at five configurations: the slower, the cheaper. */
const COSTS = {latencyUs: [[400, 300, 200, 150, 100]], energyUj: [[10, 13, 20, 26, 40]]};
const PLANS = smallSlowState({costs: [COSTS], pricesMw: [0, 40, 90, 150, 400]}).plans.horizon;
const NETWORK = networkReference('net', COSTS, 10);

function keyOf(specs: readonly Partial<InstanceSpec>[], tails = 0): number {
  const state = new CohortState(specs.map(instanceSpec), [NETWORK]);
  for (const instance of state.instances) instance.release();
  return new FutureKey(PLANS, {workFactor: 1, tails}).of(state, new Reserve(PLANS, [NETWORK], tails));
}

describe('the key of jobs to come', () => {
  it.each([
    [400, 0],
    [399, 1],
    [150, 3],
    [50, 4],
  ])('lets one job fit into each period of %d µs: %d', (periodUs, key) => {
    expect(keyOf([{periodUs}])).toBe(key);
  });

  it('looks at stretches between a release and a deadline, not at the mean', () => {
    expect(keyOf([{periodUs: 1000, relativeDeadlineUs: 200}])).toBe(2);
    // Both come at once and are due at once, or one after the other.
    const pair = {periodUs: 1000, relativeDeadlineUs: 400};
    expect(keyOf([pair, pair])).toBe(2);
    expect(keyOf([pair, {...pair, offsetUs: 500}])).toBe(0);
  });

  it('counts what is due within the time of another', () => {
    // The long one fits by itself at any key, but two of the short ones are due before it.
    expect(keyOf([{periodUs: 1000}, {periodUs: 500}])).toBe(1);
  });

  it('keeps what an interference costs in reserve', () => {
    expect(keyOf([{periodUs: 400}], 1)).toBe(1);
  });

  it('is looked for again when a job was released', () => {
    const state = new CohortState([instanceSpec({periodUs: 400}), instanceSpec({periodUs: 400})], [NETWORK]);
    const future = new FutureKey(PLANS, {workFactor: 1, tails: 0});
    const reserve = new Reserve(PLANS, [NETWORK], 0);
    const [first, second] = state.instances;
    const before = future.of(state, reserve);
    for (let i = 0; i < 40; i += 1) second?.correction.observe(800, 400);
    expect(future.of(state, reserve)).toBe(before);
    first?.release();
    expect(future.of(state, reserve)).toBeGreaterThan(before);
  });

  it('is looked for again when another reserve is kept', () => {
    const state = new CohortState([instanceSpec({periodUs: 400})], [NETWORK]);
    const future = new FutureKey(PLANS, {workFactor: 1, tails: 0});
    expect(future.of(state, new Reserve(PLANS, [NETWORK], 0))).toBe(0);
    expect(future.of(state, new Reserve(PLANS, [NETWORK], 1))).toBe(1);
  });
});

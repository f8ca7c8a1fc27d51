import {describe, expect, it} from 'vitest';
import {Reserve} from '../../../../src/core/schedule/reserve.js';
import {planOffset, type NetworkPlans} from '../../../../src/core/tables/tables.js';
import {networkReference, smallSlowState} from '../../../support/small-tables.js';

/** Two layers at two configurations; the second one is half as fast. */
const COSTS = {
  latencyUs: [
    [100, 200],
    [50, 100],
  ],
  energyUj: [
    [40, 10],
    [20, 5],
  ],
};
const PLANS = smallSlowState({costs: [COSTS], pricesMw: [0, 10_000]}).plans.horizon;
const NETWORK = networkReference('net', COSTS, 20);
const network = PLANS.networks[0] as NetworkPlans;
const [SLOW, FAST] = [0, 1];

function reserve(tails: number, key: number, layer: number): number {
  return new Reserve(PLANS, [NETWORK], tails).toGoUs(0, planOffset(network, key, layer, 0));
}

describe('Reserve', () => {
  it('is the excess of the last layer where nothing follows that could make up for it', () => {
    // A tail of 20 µs at the 50 µs of the reference, on 100 µs.
    expect(reserve(1, SLOW, 1)).toBeCloseTo(40, 3);
    expect(reserve(1, FAST, 1)).toBeCloseTo(20, 3);
    expect(reserve(3, FAST, 1)).toBeCloseTo(60, 3);
  });

  it('leaves out what the layers behind would make up for', () => {
    // The first layer's 40 µs are less than the 50 µs that the second one can be faster; the second one's remain.
    expect(reserve(1, SLOW, 0)).toBeCloseTo(40, 3);
    // 5 tails: 200 µs on the first layer, of which 50 can be made up for; 200 on the second.
    expect(reserve(5, SLOW, 0)).toBeCloseTo(200, 3);
    expect(reserve(5, FAST, 0)).toBeCloseTo(100, 3);
  });

  it('is nothing at the end, and for no tails', () => {
    expect(reserve(5, FAST, 2)).toBe(0);
    expect(reserve(0, SLOW, 0)).toBe(0);
  });

  it('of a whole job is that of one that begins where its own plan ends', () => {
    const kept = new Reserve(PLANS, [NETWORK], 1);
    expect(kept.jobUs(0, SLOW)).toBeCloseTo(40, 3);
    expect(kept.jobUs(0, FAST)).toBeCloseTo(20, 3);
  });
});

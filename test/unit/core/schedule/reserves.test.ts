import {describe, expect, it} from 'vitest';
import {Reserve} from '../../../../src/core/schedule/reserve.js';
import {Reserves} from '../../../../src/core/schedule/reserves.js';
import {networkReference, smallSlowState} from '../../../support/small-tables.js';

const COSTS = {latencyUs: [[400, 100]], energyUj: [[10, 40]]};
const PLANS = smallSlowState({costs: [COSTS]}).plans.horizon;
const NETWORK = networkReference('net', COSTS, 10);
/** What is kept for a job under the most urgent key, tails and all. */
const KEY = PLANS.keys.length - 1;

function keptUs(debt: number, tails = 9): number {
  return new Reserves(PLANS, [NETWORK], tails).for(debt).jobUs(0, KEY);
}

describe('reserves', () => {
  it('begin with the tails given', () => {
    expect(keptUs(0)).toBeCloseTo(new Reserve(PLANS, [NETWORK], 9).jobUs(0, KEY), 3);
  });

  it('are larger the more deadlines the clocks have cost, and smaller the fewer', () => {
    const kept = [-2, -1, 0, 1, 2, 4].map((debt) => keptUs(debt) / keptUs(0));
    for (const [at, share] of [3 / 9, 5 / 9, 1, 11 / 9, 15 / 9, 21 / 9].entries())
      expect(kept[at]).toBeCloseTo(share, 5);
  });

  it('have a least and a most', () => {
    expect(keptUs(-100)).toBe(keptUs(-2));
    expect(keptUs(100)).toBe(keptUs(4));
  });

  it('are none where none is to be kept', () => {
    expect(keptUs(100, 0)).toBe(0);
  });
});

import {describe, expect, it} from 'vitest';
import {pickUrgent, relativeTimes, type Totals} from '../../../../src/core/tables/urgent.js';

const choice = (timeUs: number, energy: number): Totals => ({timeUs, energy});

describe('what to run at when time is short', () => {
  it('is all that is as fast as any but for noise, the cheapest first', () => {
    expect(pickUrgent([choice(1000, 50), choice(1001.5, 40), choice(1003, 30), choice(2000, 1)]).fast).toEqual([1, 0]);
  });

  it('is thrifty where most is saved for the time that it takes', () => {
    // 20 for 8 µs, 18 for 4 µs, and 30 for more time than there is.
    expect(pickUrgent([choice(1000, 50), choice(1008, 30), choice(1004, 32), choice(1020, 20)]).thrifty).toBe(2);
  });

  it('is thrifty at the cheapest of the fast ones where slower ones save nothing', () => {
    expect(pickUrgent([choice(1000, 50), choice(1001, 45), choice(1005, 46)]).thrifty).toBe(1);
  });

  it('has to be picked from something', () => {
    expect(() => pickUrgent([])).toThrow(RangeError);
  });
});

describe('relative times', () => {
  it('are 1 for all that are as fast as any', () => {
    expect([...relativeTimes([choice(1001, 1), choice(1000, 1), choice(1010, 1), choice(2000, 1)])]).toEqual([
      1, 1, 1.01, 2,
    ]);
  });
});

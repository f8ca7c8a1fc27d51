import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {powerWindow, type PowerSample} from '../../src/core/board/power-window.js';

const samples = fc
  .array(
    fc.record({
      gapUs: fc.integer({min: 1, max: 5000}),
      powerMw: fc.integer({min: 0, max: 40_000}),
      isFresh: fc.boolean(),
    }),
    {
      minLength: 2,
      maxLength: 40,
    },
  )
  .map((gaps) => {
    let timeUs = 0;
    return gaps.map(({gapUs, powerMw, isFresh}): PowerSample => ({timeUs: (timeUs += gapUs), powerMw, isFresh}));
  });

describe('power over a window', () => {
  it('is additive: two halves have the energy of the whole', () => {
    fc.assert(
      fc.property(samples, fc.double({min: 0, max: 1, noNaN: true}), (taken, share) => {
        const [from, until] = [taken[0]?.timeUs ?? 0, taken.at(-1)?.timeUs ?? 0];
        const middle = from + share * (until - from);
        const [whole, left, right] = [
          powerWindow(taken, from, until),
          powerWindow(taken, from, middle),
          powerWindow(taken, middle, until),
        ];
        expect(left.energyUj + right.energyUj).toBeCloseTo(whole.energyUj, 4);
        expect(whole.coverage).toBeCloseTo(1, 9);
      }),
    );
  });

  it('lies between the least and the greatest sample', () => {
    fc.assert(
      fc.property(samples, (taken) => {
        const powers = taken.map(({powerMw}) => powerMw);
        const {meanMw} = powerWindow(taken, taken[0]?.timeUs ?? 0, taken.at(-1)?.timeUs ?? 0);
        expect(meanMw).toBeGreaterThanOrEqual(Math.min(...powers) - 1e-6);
        expect(meanMw).toBeLessThanOrEqual(Math.max(...powers) + 1e-6);
      }),
    );
  });

  it('counts fresh readings inside only, and says how much of the window it covers', () => {
    const at = (timeUs: number, powerMw: number, isFresh = true) => ({timeUs, powerMw, isFresh});
    const taken = [at(0, 1000), at(100, 1000, false), at(200, 3000), at(300, 3000, false)];
    expect(powerWindow(taken, 100, 400)).toEqual({
      meanMw: 2500,
      energyUj: 500,
      distinctReadings: 1,
      coverage: 2 / 3,
    });
    expect(powerWindow([], 0, 100)).toEqual({meanMw: NaN, energyUj: 0, distinctReadings: 0, coverage: 0});
  });
});

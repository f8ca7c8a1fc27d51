import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CorrectionFactor} from '../../../src/core/schedule/correction-factor.js';

const latency = fc.double({min: 1e-3, max: 1e9, noNaN: true});

describe('κ', () => {
  it('stays within 0.8 and 2, whatever is observed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(latency, latency), {maxLength: 300}), (observations) => {
        const correction = new CorrectionFactor();
        for (const [measuredUs, tabledUs] of observations) {
          correction.observe(measuredUs, tabledUs);
          expect(correction.value).toBeGreaterThanOrEqual(0.8);
          expect(correction.value).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('comes to the ratio that is observed again and again', () => {
    fc.assert(
      fc.property(fc.double({min: 0.8, max: 1.6, noNaN: true}), latency, (ratio, tabledUs) => {
        const correction = new CorrectionFactor();
        for (let layer = 0; layer < 400; layer += 1) correction.observe(ratio * tabledUs, tabledUs);
        expect(correction.value).toBeCloseTo(ratio, 5);
      }),
    );
  });

  it('does not take one interference for a slow network', () => {
    fc.assert(
      fc.property(latency, latency, (measuredUs, tabledUs) => {
        const correction = new CorrectionFactor();
        correction.observe(measuredUs, tabledUs);
        expect(Math.abs(correction.value - 1)).toBeLessThanOrEqual(0.03);
      }),
    );
  });
});

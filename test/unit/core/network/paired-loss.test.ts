import {describe, expect, it} from 'vitest';

import {addOutcomes, NO_OUTCOMES, pairedLoss, pairOutcomes} from '../../../../src/core/network/paired-loss.js';

describe('pairOutcomes', () => {
  it('counts the images on which two networks differ', () => {
    const original = [true, true, true, false, false];
    const approximation = [true, false, false, true, false];
    expect(pairOutcomes(original, approximation)).toEqual({images: 5, lost: 2, gained: 1});
  });

  it('adds up over batches', () => {
    const batch = {images: 4, lost: 1, gained: 2};
    expect(addOutcomes(addOutcomes(NO_OUTCOMES, batch), batch)).toEqual({images: 8, lost: 2, gained: 4});
  });
});

describe('pairedLoss', () => {
  it('is the difference of the two accuracies', () => {
    expect(pairedLoss({images: 1000, lost: 30, gained: 10})).toMatchObject({loss: 0.02, images: 1000});
  });

  it('has the interval of Agresti and Min', () => {
    // b + 0.5 = 30.5, c + 0.5 = 10.5, n + 2 = 1002: sqrt(41 - 400 / 1002) / 1002 * 1.96.
    expect(pairedLoss({images: 1000, lost: 30, gained: 10}).lossHalfWidth).toBeCloseTo(0.012464, 5);
  });

  it('does not take no difference in few images for certainty', () => {
    const few = pairedLoss({images: 10, lost: 0, gained: 0}).lossHalfWidth;
    const many = pairedLoss({images: 1000, lost: 0, gained: 0}).lossHalfWidth;
    expect(few).toBeGreaterThan(0.1);
    expect(many).toBeLessThan(0.003);
  });

  it('refuses to judge by no image', () => {
    expect(() => pairedLoss(NO_OUTCOMES)).toThrow(RangeError);
  });
});

import {describe, expect, it} from 'vitest';

import {
  convolutionFlops,
  elementCount,
  matrixProductFlops,
  NO_COST,
  sumCosts,
} from '../../../../src/core/network/cost.js';

describe('costs', () => {
  it('count a multiply-add as two operations', () => {
    // 8 filters of 3 channels, 3×3, on 10×10 pixels of two images.
    expect(convolutionFlops([2, 8, 10, 10], [8, 3, 3, 3])).toBe(2 * 2 * 8 * 100 * 27);
    expect(matrixProductFlops([4, 10], 64)).toBe(2 * 4 * 10 * 64);
  });

  it('add up', () => {
    const cost = {flops: 3, bytes: 5, operatorCount: 1};
    expect(sumCosts([cost, cost])).toEqual({flops: 6, bytes: 10, operatorCount: 2});
    expect(sumCosts([])).toEqual(NO_COST);
  });

  it('know that a scalar has one element', () => {
    expect(elementCount([])).toBe(1);
  });
});

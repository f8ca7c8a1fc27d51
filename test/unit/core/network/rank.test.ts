import {describe, expect, it} from 'vitest';

import {breakEvenRank, usefulRank} from '../../../../src/core/network/rank.js';

describe('breakEvenRank', () => {
  it.each([
    // AlexNet's second convolution: 96 filters of 48 channels, 5×5.
    [48 * 5, 96 * 5, 160],
    // VGG-19's first: 16 filters of one channel, 3×3.
    [1 * 3, 16 * 3, 2.823529411764706],
  ])('of a %d×%d matrix is %d', (rows, columns, rank) => {
    expect(breakEvenRank(rows, columns)).toBeCloseTo(rank, 12);
  });

  it('is where both forms hold as many weights', () => {
    const rank = breakEvenRank(30, 70);
    expect(rank * (30 + 70)).toBeCloseTo(30 * 70, 9);
  });
});

describe('usefulRank', () => {
  it.each([
    [160, 0.5, 16, 80],
    [172.8, 0.25, 16, 48],
    [24, 0.25, 16, 16],
    [24, 0.25, 1, 6],
    [2.8, 0.1, 1, 1],
  ])('of break-even %d at %d, in multiples of %d, is %d', (breakEven, fraction, multiple, rank) => {
    expect(usefulRank(breakEven, fraction, multiple)).toBe(rank);
  });

  it('is none where rounding leaves nothing to gain', () => {
    expect(usefulRank(15, 0.5, 16)).toBeUndefined();
    expect(usefulRank(16, 0.75, 16)).toBeUndefined();
    expect(usefulRank(0.9, 0.5, 1)).toBeUndefined();
  });
});

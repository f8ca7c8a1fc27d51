import {describe, expect, it} from 'vitest';

import {largestPerRow} from '../../../src/core/answers.js';

describe('largestPerRow', () => {
  it('finds the highest score of each image, of equal ones the first', () => {
    const scores = {shape: [3, 3], data: Float32Array.of(1, 3, 2, -5, -7, -6, 4, 0, 4)};
    expect(largestPerRow(scores, 3)).toEqual([1, 0, 0]);
  });

  it('ignores trailing axes of size one', () => {
    expect(largestPerRow({shape: [2, 2, 1, 1], data: Float32Array.of(0, 1, 1, 0)}, 2)).toEqual([1, 0]);
  });

  it('has no answer for no image', () => {
    expect(largestPerRow({shape: [0, 10], data: new Float32Array()}, 0)).toEqual([]);
  });
});

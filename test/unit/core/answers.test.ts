import {describe, expect, it} from 'vitest';

import {amongTopFive, largestPerRow} from '../../../src/core/answers.js';

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

describe('amongTopFive', () => {
  /** Scores of seven classes, from the worst to the best. */
  const ladder = Float32Array.of(0, 1, 2, 3, 4, 5, 6);

  it('finds a class among the five largest', () => {
    const twice = Float32Array.from([...ladder, ...ladder]);
    expect(amongTopFive({shape: [2, 7], data: twice}, [2, 1])).toEqual([true, false]);
    expect(amongTopFive({shape: [2, 7], data: twice}, [6])).toEqual([true]);
  });

  it('counts ties, and what is not a number, against it', () => {
    const even = {shape: [1, 7], data: new Float32Array(7)};
    expect(amongTopFive(even, [0])).toEqual([false]);
    expect(amongTopFive({shape: [1, 7], data: Float32Array.of(NaN, 1, 1, 1, 1, 1, 1)}, [0])).toEqual([false]);
  });

  it('says nothing where there are five classes or fewer', () => {
    expect(amongTopFive({shape: [1, 5], data: new Float32Array(5)}, [0])).toBeUndefined();
  });
});

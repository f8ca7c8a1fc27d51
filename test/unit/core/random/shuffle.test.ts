import {describe, expect, it} from 'vitest';
import {shuffledIndices} from '../../../../src/core/random/shuffle.js';

describe('shuffledIndices', () => {
  it('holds every index once', () => {
    expect([...shuffledIndices(1000, 5)].toSorted((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  });

  it('is fixed by its seed', () => {
    expect(shuffledIndices(1000, 5)).toEqual(shuffledIndices(1000, 5));
    expect(shuffledIndices(1000, 6)).not.toEqual(shuffledIndices(1000, 5));
  });

  it('does not line up with the order of the indices', () => {
    const order = shuffledIndices(1000, 5);
    const early = order.slice(0, 500).filter((index) => index < 500).length;
    expect(Math.abs(early - 250)).toBeLessThan(50);
  });

  it('manages none and one', () => {
    expect([...shuffledIndices(0, 1), ...shuffledIndices(1, 1)]).toEqual([0]);
  });
});

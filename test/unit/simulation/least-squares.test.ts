import {describe, expect, it} from 'vitest';
import {leastSquares} from '../../../src/simulation/least-squares.js';

describe('leastSquares', () => {
  it('finds the parameters that data without noise were made of', () => {
    const made = [0.5, 1, 2, 4, 8].map((x) => ({x, y: 3 * Math.exp(-0.4 * x)}));
    const [scale, rate] = leastSquares(([a = 0, b = 0]) => made.map(({x, y}) => a * Math.exp(-b * x) - y), [1, 1]);
    expect(scale).toBeCloseTo(3, 6);
    expect(rate).toBeCloseTo(0.4, 6);
  });

  it('stays where it began when no parameter matters', () => {
    expect(leastSquares(() => [1, 2], [7])).toEqual([7]);
  });
});

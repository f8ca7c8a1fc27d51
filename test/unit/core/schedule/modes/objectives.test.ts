import {describe, expect, it} from 'vitest';
import {MODES} from '../../../../../src/core/schedule/mode.js';
import {OBJECTIVES} from '../../../../../src/core/schedule/modes/objectives.js';
import {candidate, candidates} from '../../../../support/candidates.js';

function choose(mode: (typeof MODES)[number], points: readonly (readonly [number, number])[]): number {
  const {judged, eligible} = candidates(points);
  return OBJECTIVES[mode](judged, eligible, judged.length);
}

/** Energy and loss of a front with a knee at position 2. */
const FRONT = [
  [100, 0],
  [70, 0.005],
  [40, 0.01],
  [36, 0.06],
  [33, 0.1],
] as const;

describe('min-energy', () => {
  it('takes the least energy', () => {
    expect(choose('min-energy', FRONT)).toBe(4);
  });

  it('takes the least loss among equals, and the lower key among the rest', () => {
    const points = [
      [50, 0.2],
      [50.0005, 0.1],
      [50, 0.1],
    ] as const;
    expect(choose('min-energy', points)).toBe(1);
  });
});

describe('max-accuracy', () => {
  it('takes the least loss, and the least energy among equals', () => {
    expect(choose('max-accuracy', [...FRONT, [90, 0]])).toBe(5);
  });
});

describe('balanced', () => {
  it('takes the knee: the smallest sum of both below the regression line', () => {
    expect(choose('balanced', FRONT)).toBe(2);
  });

  it('never takes a point above the line, however small its sum', () => {
    // The second has the smallest sum of all, but lies above the line, which rises here.
    const points = [
      [4, 4],
      [1, 2],
      [3, 1],
      [3, 2],
      [5, 3],
    ] as const;
    expect(choose('balanced', points)).toBe(2);
  });

  it.each([
    ['one point', [[10, 0.3]], 0],
    ['two points: what loses at most half of the loss of min-energy', [[10, 0.3], [20, 0.15]], 1], // prettier-ignore
    ['two points: min-energy where nothing loses so little', [[10, 0.3], [20, 0.2]], 0], // prettier-ignore
    ['two distinct points among four', [[10, 0.3], [20, 0.1], [20, 0.1], [10, 0.3]], 1], // prettier-ignore
    ['no loss at all', [[10, 0], [20, 0]], 0], // prettier-ignore
  ] as const)('with fewer than three distinct points: %s', (_name, points, chosen) => {
    expect(choose('balanced', points)).toBe(chosen);
  });

  it('manages points without spread in one direction', () => {
    expect(choose('balanced', [[10, 0.1], [20, 0.1], [30, 0.1]])).toBe(0); // prettier-ignore
    expect(choose('balanced', [[10, 0.1], [10, 0.2], [10, 0.3]])).toBe(0); // prettier-ignore
  });
});

describe.each(MODES)('%s', (mode) => {
  it('chooses among the eligible only, and among the valid only', () => {
    const {judged, eligible} = candidates([...FRONT, [1, 0]]);
    eligible[4] = 0;
    eligible[0] = 0;
    const chosen = OBJECTIVES[mode]([...judged, candidate(0, 0)], eligible, FRONT.length);
    expect([1, 2, 3]).toContain(chosen);
  });
});

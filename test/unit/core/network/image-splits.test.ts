import {describe, expect, it} from 'vitest';

import {splitImages} from '../../../../src/core/network/image-splits.js';

const ends = (indices: readonly number[]) => [indices[0], indices.at(-1), indices.length];

describe('splitImages', () => {
  it('divides the full set as documented', () => {
    const {calibration, selection, report} = splitImages(10_000);
    expect([ends(calibration), ends(selection), ends(report)]).toEqual([
      [0, 499, 500],
      [500, 1999, 1500],
      [2000, 9999, 8000],
    ]);
  });

  it('divides the 2,000 images that come with neuos, calibration being the same', () => {
    const {calibration, selection, report} = splitImages(2000);
    expect([ends(calibration), ends(selection), ends(report)]).toEqual([
      [0, 499, 500],
      [500, 999, 500],
      [1000, 1999, 1000],
    ]);
  });

  it.each([1, 2, 7, 100, 9999, 20_000])('uses no image of %d twice', (count) => {
    const {calibration, selection, report} = splitImages(count);
    const all = [...calibration, ...selection, ...report];
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(Math.min(count, 10_000));
  });
});

import {describe, expect, it} from 'vitest';

import {rowRange} from '../../../../src/core/linear-algebra/matrix.js';
import {orthonormalize} from '../../../../src/core/linear-algebra/orthonormalize.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {seededMatrix} from '../../../support/seeded-matrix.js';
import {distanceFromOrthonormal, matrixOf} from '../../../support/symmetric-matrix.js';

describe('orthonormalize', () => {
  it('keeps the span of every first few rows', async () => {
    const rows = seededMatrix(6, 10, 1);
    const found = await orthonormalize(rows, loopGemm);
    expect(await distanceFromOrthonormal(found)).toBeLessThan(1e-10);
    for (let first = 1; first <= 6; first += 1) {
      const alone = await orthonormalize(rowRange(rows, 0, first), loopGemm);
      for (const [index, value] of alone.data.entries()) expect(found.data[index]).toBeCloseTo(value, 9);
    }
  });

  it('pulls rows apart that are nearly the same', async () => {
    const rows = matrixOf(3, 4, (row, column) => (column === 0 ? 1 : row === column ? 1e-5 : 0));
    const found = await orthonormalize(rows, loopGemm);
    expect(await distanceFromOrthonormal(found)).toBeLessThan(1e-10);
    // Nothing of the last column was given.
    for (const row of [0, 1, 2]) expect(found.data[row * 4 + 3]).toBe(0);
  });

  it('leaves rows as they are that are orthonormal', async () => {
    const rows = matrixOf(2, 3, (row, column) => (row === column ? 1 : 0));
    expect(await orthonormalize(rows, loopGemm)).toBe(rows);
  });

  it('refuses rows that depend on each other', async () => {
    await expect(
      orthonormalize(
        matrixOf(2, 3, () => 1),
        loopGemm,
      ),
    ).rejects.toThrow('2 vectors of length 3 depend on each other');
  });
});

import {describe, expect, it} from 'vitest';

import {cholesky, solveFactored, solveLower, solveUpper} from '../../../../src/core/linear-algebra/cholesky.js';
import {transpose, type Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {largestDifference, seededMatrix} from '../../../support/seeded-matrix.js';

/** A covariance of seeded samples with a little on the diagonal. */
async function positiveDefinite(size: number): Promise<Matrix> {
  const samples = seededMatrix(2 * size, size, size);
  const gram = await loopGemm.multiply(transpose(samples), samples);
  for (let index = 0; index < size; index += 1)
    gram.data[index * size + index] = (gram.data[index * size + index] ?? 0) + 1;
  return gram;
}

// 64 is the size of a block: below it, at it, behind it, and several of them.
describe.each([1, 7, 64, 65, 140])('a matrix of size %i', (size) => {
  it('is the product of its triangle with itself', async () => {
    const matrix = await positiveDefinite(size);
    const lower = await cholesky(matrix, loopGemm);
    expect(largestDifference(await loopGemm.multiply(lower, transpose(lower)), matrix)).toBeLessThan(1e-8);
    for (let row = 0; row < size; row += 1) {
      expect(lower.data.subarray(row * size + row + 1, (row + 1) * size).every((value) => value === 0)).toBe(true);
    }
  });

  it('is solved for', async () => {
    const matrix = await positiveDefinite(size);
    const lower = await cholesky(matrix, loopGemm);
    const wanted = seededMatrix(size, 3, 5);
    const apply = (left: Matrix) => loopGemm.multiply(left, wanted);
    for (const [solved, limit] of [
      [await solveLower(lower, await apply(lower), loopGemm), 1e-8],
      [await solveUpper(lower, await apply(transpose(lower)), loopGemm), 1e-8],
      [await solveFactored(lower, await apply(matrix), loopGemm), 1e-6],
    ] as const) {
      expect(largestDifference(solved, wanted)).toBeLessThan(limit);
    }
  });
});

describe('a singular matrix', () => {
  it('is factored as if it were a little larger', async () => {
    const ones: Matrix = {rows: 3, columns: 3, data: new Float64Array(9).fill(1)};
    const lower = await cholesky(ones, loopGemm);
    expect(largestDifference(await loopGemm.multiply(lower, transpose(lower)), ones)).toBeLessThan(1e-6);
    expect([...lower.data].every(Number.isFinite)).toBe(true);
  });
});

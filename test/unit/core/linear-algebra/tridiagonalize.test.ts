import {describe, expect, it} from 'vitest';

import {applyReflectors} from '../../../../src/core/linear-algebra/apply-reflectors.js';
import {transpose, type Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import type {Tridiagonal} from '../../../../src/core/linear-algebra/tridiagonal.js';
import {tridiagonalize} from '../../../../src/core/linear-algebra/tridiagonalize.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {largestDifference, seededMatrix} from '../../../support/seeded-matrix.js';
import {distanceFromOrthonormal, matrixOf} from '../../../support/symmetric-matrix.js';

function dense({diagonal, offDiagonal}: Tridiagonal): Matrix {
  return matrixOf(diagonal.length, diagonal.length, (row, column) => {
    if (row === column) return diagonal[row] ?? NaN;
    return Math.abs(row - column) === 1 ? (offDiagonal[Math.min(row, column)] ?? NaN) : 0;
  });
}

function symmetric(size: number): Matrix {
  const {data} = seededMatrix(size, size, size);
  return matrixOf(size, size, (row, column) => data[Math.max(row, column) * size + Math.min(row, column)] ?? NaN);
}

describe('tridiagonalize', () => {
  // 32 columns are reduced at once, and 128 reflections applied.
  it.each([1, 2, 3, 31, 32, 33, 70, 140])('leaves Q·T·Qᵀ of a matrix of %i rows', async (size) => {
    const matrix = symmetric(size);
    const {tridiagonal, reflectors} = await tridiagonalize(matrix, loopGemm);
    expect([tridiagonal.diagonal.length, tridiagonal.offDiagonal.length]).toEqual([size, size - 1]);
    const q = matrixOf(size, size, (row, column) => (row === column ? 1 : 0));
    await applyReflectors(reflectors, q, loopGemm);
    expect(await distanceFromOrthonormal(q)).toBeLessThan(1e-12);
    const again = await loopGemm.multiply(await loopGemm.multiply(q, dense(tridiagonal)), transpose(q));
    expect(largestDifference(again, matrix)).toBeLessThan(1e-11);
  });

  it('leaves a matrix as it is that is tridiagonal', async () => {
    const matrix = matrixOf(5, 5, (row, column) => (Math.abs(row - column) > 1 ? 0 : row + column + 1));
    const {tridiagonal, reflectors} = await tridiagonalize(matrix, loopGemm);
    expect(dense(tridiagonal)).toEqual(matrix);
    expect(reflectors.data.every((value) => value === 0)).toBe(true);
  });

  it.each([1e-70, 1e-140, 1e-150, 1e-161, 5e-324])('has orthonormal reflections beside values of %d', async (value) => {
    const matrix = matrixOf(6, 6, (row, column) => (row === column ? row : value * (1 + row * column)));
    const {reflectors} = await tridiagonalize(matrix, loopGemm);
    const q = matrixOf(6, 6, (row, column) => (row === column ? 1 : 0));
    await applyReflectors(reflectors, q, loopGemm);
    expect(await distanceFromOrthonormal(q)).toBeLessThan(1e-14);
  });

  it('does not change the matrix', async () => {
    const matrix = symmetric(40);
    const before = matrix.data.slice();
    await tridiagonalize(matrix, loopGemm);
    expect(matrix.data).toEqual(before);
  });
});

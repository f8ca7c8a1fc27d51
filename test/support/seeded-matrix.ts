import type {Matrix} from '../../src/core/linear-algebra/matrix.js';
import {seededTensor} from '../../src/core/seeded-tensor.js';

/** A matrix of seeded values in [-2, 2). */
export function seededMatrix(rows: number, columns: number, seed: number): Matrix {
  return {rows, columns, data: Float64Array.from(seededTensor([rows, columns], seed).data)};
}

/** Largest difference of two matrices of one shape. */
export function largestDifference(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.columns !== b.columns) return Infinity;
  return a.data.reduce((most, value, index) => Math.max(most, Math.abs(value - (b.data[index] ?? NaN))), 0);
}

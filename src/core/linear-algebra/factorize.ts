import {leadingEigenvectors} from './eigenvectors.js';
import {transpose, type Gemm, type Matrix} from './matrix.js';

/**
 * The best approximation of a matrix by one of lower rank, as a product of two.
 *
 * With M = U·S·Vᵀ, `vertical` is (U√S)ᵀ and `horizontal` is √S·Vᵀ, so that a smaller rank is a prefix of both.
 */
export interface Factors {
  readonly rank: number;
  readonly rows: number;
  readonly columns: number;
  /** **Shape:** `[rank, rows]`, largest singular value first. */
  readonly vertical: Float32Array;
  /** **Shape:** `[rank, columns]`, largest singular value first. */
  readonly horizontal: Float32Array;
}

/**
 * Factors `matrix` into two of the given rank.
 *
 * The singular vectors of the smaller side are the eigenvectors of its Gram matrix; the other factor is the matrix
 * projected onto them. Squaring halves the digits of the small singular values, which a truncation drops anyway.
 *
 * **Range:** rank from 1 to the smaller side; RangeError outside.
 */
export async function factorize(matrix: Matrix, rank: number, gemm: Gemm): Promise<Factors> {
  const {rows, columns} = matrix;
  const limit = Math.min(rows, columns);
  if (!Number.isInteger(rank) || rank < 1 || rank > limit) {
    throw new RangeError(`rank ${rank} is outside 1..${limit} of a ${rows}×${columns} matrix`);
  }
  const wide = rows <= columns ? matrix : transpose(matrix);
  const basis = leadingEigenvectors(await gemm.multiply(wide, transpose(wide)), rank);
  const {near, far} = splitEvenly(basis, await gemm.multiply(basis, wide));
  const [vertical, horizontal] = wide === matrix ? [near, far] : [far, near];
  return {rank, rows, columns, vertical, horizontal};
}

/** Gives each factor the square root of every singular value, which is the length of the projected row. */
function splitEvenly(basis: Matrix, projected: Matrix): {readonly near: Float32Array; readonly far: Float32Array} {
  const near = new Float32Array(basis.data.length);
  const far = new Float32Array(projected.data.length);
  for (let component = 0; component < basis.rows; component += 1) {
    const root = Math.sqrt(rowLength(projected, component));
    scaleRow(basis, component, root, near);
    // A zero row stays zero: there is nothing left to approximate.
    scaleRow(projected, component, root === 0 ? 0 : 1 / root, far);
  }
  return {near, far};
}

function rowLength({columns, data}: Matrix, row: number): number {
  let squares = 0;
  for (let index = row * columns; index < (row + 1) * columns; index += 1) squares += (data[index] ?? 0) ** 2;
  return Math.sqrt(squares);
}

function scaleRow({columns, data}: Matrix, row: number, factor: number, target: Float32Array): void {
  for (let index = row * columns; index < (row + 1) * columns; index += 1) target[index] = (data[index] ?? 0) * factor;
}

import {leadingEigenvectors} from './eigenvectors.js';
import {gramOfColumns, gramOfRows} from './gram.js';
import {rowChunks, rowRange, transpose, type Gemm, type Matrix} from './matrix.js';

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
  const tall = rows > columns;
  const gram = await (tall ? gramOfColumns(matrix, gemm) : gramOfRows(matrix, gemm));
  const basis = await leadingEigenvectors(gram, rank, gemm);
  const projected = await (tall ? projectRows(matrix, basis, gemm) : gemm.multiply(basis, matrix));
  const {near, far} = splitEvenly(basis, projected);
  const [vertical, horizontal] = tall ? [far, near] : [near, far];
  return {rank, rows, columns, vertical, horizontal};
}

/** B·Mᵀ, without turning the whole of M. **Shape:** `matrix [m, n]`, `basis [rank, n]` gives `[rank, m]`. */
async function projectRows(matrix: Matrix, basis: Matrix, gemm: Gemm): Promise<Matrix> {
  const data = new Float64Array(basis.rows * matrix.rows);
  const turned = transpose(basis);
  let start = 0;
  for (const rows of rowChunks(matrix)) {
    const part = transpose(await gemm.multiply(rows, turned));
    for (let component = 0; component < basis.rows; component += 1) {
      data.set(rowRange(part, component, component + 1).data, component * matrix.rows + start);
    }
    start += rows.rows;
  }
  return {rows: basis.rows, columns: matrix.rows, data};
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

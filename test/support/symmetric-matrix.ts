import {transpose, type Matrix} from '../../src/core/linear-algebra/matrix.js';
import {seededTensor} from '../../src/core/seeded-tensor.js';
import {loopGemm} from './loop-gemm.js';

/** A matrix with the given entries. */
export function matrixOf(rows: number, columns: number, entry: (row: number, column: number) => number): Matrix {
  const at = (_: unknown, index: number) => entry(Math.floor(index / columns), index % columns);
  return {rows, columns, data: Float64Array.from({length: rows * columns}, at)};
}

/** A dense symmetric matrix with the given eigenvalues: they are reflected twice, by seeded vectors. */
export async function withEigenvalues(eigenvalues: readonly number[], seed = 1): Promise<Matrix> {
  const size = eigenvalues.length;
  const mixing = await loopGemm.multiply(reflection(size, seed), reflection(size, seed + 1));
  const scaledMixing = matrixOf(
    size,
    size,
    (row, column) => (eigenvalues[row] ?? 0) * (mixing.data[row * size + column] ?? 0),
  );
  const {data} = await loopGemm.multiply(transpose(mixing), scaledMixing);
  // Rounding leaves the product a little unsymmetric.
  return matrixOf(
    size,
    size,
    (row, column) => ((data[row * size + column] ?? 0) + (data[column * size + row] ?? 0)) / 2,
  );
}

function reflection(size: number, seed: number): Matrix {
  const {data} = seededTensor([size], seed);
  const squares = data.reduce((sum, value) => sum + value * value, 0);
  return matrixOf(
    size,
    size,
    (row, column) => (row === column ? 1 : 0) - (2 * (data[row] ?? 0) * (data[column] ?? 0)) / squares,
  );
}

/** Largest difference of XXᵀ from the identity. */
export async function distanceFromOrthonormal(vectors: Matrix): Promise<number> {
  const {rows: size, data} = await loopGemm.multiply(vectors, transpose(vectors));
  return data.reduce((most, value, index) => Math.max(most, Math.abs(value - (index % (size + 1) === 0 ? 1 : 0))), 0);
}

/** xᵀ·A·x for each row x. */
export async function rayleighQuotients(matrix: Matrix, vectors: Matrix): Promise<readonly number[]> {
  const {columns, data} = await loopGemm.multiply(vectors, matrix);
  return Array.from({length: vectors.rows}, (_, row) =>
    data
      .subarray(row * columns, (row + 1) * columns)
      .reduce((sum, value, column) => sum + value * (vectors.data[row * columns + column] ?? 0), 0),
  );
}

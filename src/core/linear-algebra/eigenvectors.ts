import {EigenvalueDecomposition, Matrix as MlMatrix} from 'ml-matrix';

import type {Matrix} from './matrix.js';

/** **Shape:** `[rank, n]`: one eigenvector of the symmetric `matrix [n, n]` per row, largest eigenvalue first. */
export function leadingEigenvectors(matrix: Matrix, rank: number): Matrix {
  const size = matrix.rows;
  const symmetric = MlMatrix.from1DArray(size, size, matrix.data);
  // The eigenvalues come in ascending order.
  const {eigenvectorMatrix} = new EigenvalueDecomposition(symmetric, {assumeSymmetric: true});
  const data = new Float64Array(rank * size);
  for (let component = 0; component < rank; component += 1) {
    for (let row = 0; row < size; row += 1) {
      data[component * size + row] = eigenvectorMatrix.get(row, size - 1 - component);
    }
  }
  return {rows: rank, columns: size, data};
}

import {applyReflectors} from './apply-reflectors.js';
import {tridiagonalEigenvectors} from './inverse-iteration.js';
import {transpose, type Gemm, type Matrix} from './matrix.js';
import {orthonormalize} from './orthonormalize.js';
import {largestResidual, largestRowSum, scaled} from './tridiagonal.js';
import {tridiagonalEigenvalues} from './tridiagonal-eigenvalues.js';
import {tridiagonalize} from './tridiagonalize.js';

/** What an eigenvector may leave of the largest eigenvalue; usual are rounding errors, 1e-15 to 1e-12. */
const MOST_RESIDUAL = 1e-9;

/**
 * Eigenvectors of a symmetric matrix, those of its largest eigenvalues first.
 *
 * The matrix is made tridiagonal, where eigenvalues and each eigenvector are cheap. What grows with the cube of the size is
 * left to the Gemm. Eigenvectors of eigenvalues that rounding cannot tell apart are any basis of what they span.
 *
 * **Shape:** `[rank, n]`: one eigenvector of `matrix [n, n]` per row.
 * **Errors:** RangeError for a matrix with values that are not finite or whose squares are not, and where what was found are no
 * eigenvectors.
 */
export async function leadingEigenvectors(matrix: Matrix, rank: number, gemm: Gemm): Promise<Matrix> {
  const {tridiagonal, reflectors} = await tridiagonalize(matrix, gemm);
  const scale = largestRowSum(tridiagonal);
  if (!Number.isFinite(scale)) {
    throw new RangeError(`a ${matrix.rows}×${matrix.columns} matrix with values beyond all bounds has no eigenvectors`);
  }
  const unit = scaled(tridiagonal, scale === 0 ? 1 : 1 / scale);
  const eigenvalues = tridiagonalEigenvalues(unit).subarray(0, rank);
  const vectors = await orthonormalize(tridiagonalEigenvectors(unit, eigenvalues), gemm);
  if (!(largestResidual(unit, eigenvalues, vectors) <= MOST_RESIDUAL)) {
    throw new RangeError(`the eigenvectors of a ${matrix.rows}×${matrix.columns} matrix were not found`);
  }
  const columns = transpose(vectors);
  await applyReflectors(reflectors, columns, gemm);
  return transpose(columns);
}

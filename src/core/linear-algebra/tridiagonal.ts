import type {Matrix} from './matrix.js';

/** A symmetric tridiagonal matrix. */
export interface Tridiagonal {
  /** **Shape:** `[n]`. */
  readonly diagonal: Float64Array;
  /** Entry i is beside the entries i and i + 1 of the diagonal. **Shape:** `[n − 1]`. */
  readonly offDiagonal: Float64Array;
}

/** Largest sum of the magnitudes of a row, which no eigenvalue exceeds. */
export function largestRowSum({diagonal, offDiagonal}: Tridiagonal): number {
  let largest = 0;
  for (let row = 0; row < diagonal.length; row += 1) {
    const sum = Math.abs(offDiagonal[row - 1] ?? 0) + Math.abs(diagonal[row] ?? 0) + Math.abs(offDiagonal[row] ?? 0);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** The matrix times a number. */
export function scaled({diagonal, offDiagonal}: Tridiagonal, factor: number): Tridiagonal {
  return {
    diagonal: diagonal.map((value) => value * factor),
    offDiagonal: offDiagonal.map((value) => value * factor),
  };
}

/**
 * Largest entry of T·x − λ·x, over all rows x of `vectors`.
 *
 * **Shape:** `vectors [eigenvalues, n]`.
 */
export function largestResidual(
  {diagonal, offDiagonal}: Tridiagonal,
  eigenvalues: Float64Array,
  {columns, data}: Matrix,
): number {
  let largest = 0;
  for (let index = 0; index < data.length; index += 1) {
    const [vector, row] = [Math.floor(index / columns), index % columns];
    const above = row === 0 ? 0 : (offDiagonal[row - 1] ?? 0) * (data[index - 1] ?? 0);
    const below = (offDiagonal[row] ?? 0) * (data[index + 1] ?? 0);
    const own = ((diagonal[row] ?? 0) - (eigenvalues[vector] ?? 0)) * (data[index] ?? 0);
    largest = Math.max(largest, Math.abs(above + own + below));
  }
  return largest;
}

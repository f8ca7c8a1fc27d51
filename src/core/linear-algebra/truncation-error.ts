import type {Factors} from './factorize.js';
import type {Matrix} from './matrix.js';

/**
 * What is lost when matrices are replaced by the products of their leading factors: the Frobenius norm of the difference
 * over that of the matrices, all of them together.
 *
 * Factors of a singular value decomposition are orthogonal, so the squares of what is kept and of what is lost add up.
 *
 * **Range:** 0 to 1; 0 for matrices of zeros. `factors[i]` belongs to `matrices[i]`.
 */
export function truncationError(matrices: readonly Matrix[], factors: readonly Factors[], rank: number): number {
  const whole = matrices.reduce((sum, {data}) => sum + squares(data), 0);
  const kept = factors.reduce((sum, own) => sum + keptSquares(own, rank), 0);
  return whole === 0 ? 0 : Math.sqrt(Math.max(0, 1 - kept / whole));
}

/** A row of `vertical` is a singular vector times the square root of its singular value. */
function keptSquares({rows, vertical}: Factors, rank: number): number {
  let sum = 0;
  for (let component = 0; component < rank; component += 1) {
    sum += squares(vertical.subarray(component * rows, (component + 1) * rows)) ** 2;
  }
  return sum;
}

function squares(values: Float64Array | Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += (values[index] ?? 0) ** 2;
  return sum;
}

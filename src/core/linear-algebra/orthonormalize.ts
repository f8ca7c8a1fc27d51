import {cholesky, solveLower} from './cholesky.js';
import {transpose, type Gemm, type Matrix} from './matrix.js';

/** Inner products of different rows that are taken as zero; what is kept of them are 32-bit floats. */
const ENOUGH = 1e-10;
/** The first round leaves less than a hundredth, the second one rounding errors; nearly dependent rows take one more. */
const MOST_ROUNDS = 4;

/**
 * Rows of length 1 and orthogonal to each other, of which the first ones have the span of the first ones given.
 *
 * **Errors:** RangeError for rows that depend on each other; they are expected to have a length of about 1.
 * **Source:** Yamamoto et al. 2015, "Roundoff error analysis of the CholeskyQR2 algorithm".
 */
export async function orthonormalize(rows: Matrix, gemm: Gemm): Promise<Matrix> {
  let current = rows;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const products = await gemm.multiply(current, transpose(current));
    if (distanceToIdentity(products) < ENOUGH) return current;
    current = await solveLower(await cholesky(products, gemm), current, gemm);
  }
  throw new RangeError(`${rows.rows} vectors of length ${rows.columns} depend on each other`);
}

/** Largest difference of an entry. */
function distanceToIdentity({rows: size, data}: Matrix): number {
  let largest = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      largest = Math.max(largest, Math.abs((data[row * size + column] ?? 0) - (row === column ? 1 : 0)));
    }
  }
  return largest;
}

import {solveLower} from './cholesky.js';
import {block, rowRange, subtractFrom, transpose, type Gemm, type Matrix} from './matrix.js';

/** Reflections that are applied at once. */
const BLOCK = 128;

/**
 * Q·X for Q = H₀·H₁·⋯ with Hⱼ = I − vⱼ·vⱼᵀ and row j of `reflectors` as vⱼ, of length √2 or 0, zero up to column j.
 *
 * **Shape:** `reflectors [n, n]`; `columns [n, m]`, which is changed.
 * **Source:** Schreiber and Van Loan 1989, "A storage-efficient WY representation for products of Householder
 * transformations"; the triangle's inverse after Puglisi 1992.
 */
export async function applyReflectors(reflectors: Matrix, columns: Matrix, gemm: Gemm): Promise<void> {
  const size = reflectors.rows;
  for (let start = Math.floor((size - 1) / BLOCK) * BLOCK; start >= 0; start -= BLOCK) {
    const own = block(reflectors, start, Math.min(size, start + BLOCK), start, size);
    const reached = rowRange(columns, start, size);
    const mixed = await solveLower(triangle(await gemm.multiply(own, transpose(own))), own, gemm);
    subtractFrom(reached, await gemm.multiply(transpose(mixed), await gemm.multiply(own, reached)));
  }
}

/** Inner products of different reflectors below a diagonal of ones: H₀·H₁·⋯ = I − (L⁻¹·V)ᵀ·V. */
function triangle({rows: size, data}: Matrix): Matrix {
  const lower = data.slice();
  for (let row = 0; row < size; row += 1) {
    lower[row * size + row] = 1;
    lower.fill(0, row * size + row + 1, (row + 1) * size);
  }
  return {rows: size, columns: size, data: lower};
}

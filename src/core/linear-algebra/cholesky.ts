import {block, rowRange, subtractFrom, transpose, type Gemm, type Matrix} from './matrix.js';
import {dot} from './vectors.js';

/** Large products are left to the Gemm; blocks of this size are factored here. */
const BLOCK = 64;
/** A pivot is lifted to this share of the largest diagonal entry: rounding must not make it negative. */
const MIN_PIVOT_SHARE = 1e-12;

/**
 * Lower triangle L of a symmetric positive definite matrix A = L·Lᵀ. Pivots that rounding has made too small are lifted.
 *
 * **Shape:** `[n, n]`; what lies above the diagonal is zero.
 */
export async function cholesky(matrix: Matrix, gemm: Gemm): Promise<Matrix> {
  const size = matrix.rows;
  const work = Float64Array.from(matrix.data);
  const minPivot = MIN_PIVOT_SHARE * largestDiagonal(matrix);
  for (let start = 0; start < size; start += BLOCK) {
    const end = Math.min(size, start + BLOCK);
    factorPanel(work, size, start, end, minPivot);
    if (end < size) await updateTrailing(work, size, start, end, gemm);
  }
  for (let row = 0; row < size; row += 1) work.fill(0, row * size + row + 1, (row + 1) * size);
  return {rows: size, columns: size, data: work};
}

/** Solves L·X = B. **Shape:** `lower [n, n]`, `right [n, m]` gives `[n, m]`. */
export async function solveLower(lower: Matrix, right: Matrix, gemm: Gemm): Promise<Matrix> {
  const size = lower.rows;
  const solution: Matrix = {...right, data: Float64Array.from(right.data)};
  for (let start = 0; start < size; start += BLOCK) {
    const end = Math.min(size, start + BLOCK);
    if (start > 0) {
      const known = await gemm.multiply(block(lower, start, end, 0, start), rowRange(solution, 0, start));
      subtractFrom(rowRange(solution, start, end), known);
    }
    substituteForward(lower, solution, start, end);
  }
  return solution;
}

/** Solves Lᵀ·X = B. **Shape:** `lower [n, n]`, `right [n, m]` gives `[n, m]`. */
export async function solveUpper(lower: Matrix, right: Matrix, gemm: Gemm): Promise<Matrix> {
  const size = lower.rows;
  const solution: Matrix = {...right, data: Float64Array.from(right.data)};
  for (let start = Math.floor((size - 1) / BLOCK) * BLOCK; start >= 0; start -= BLOCK) {
    const end = Math.min(size, start + BLOCK);
    if (end < size) {
      const below = transpose(block(lower, end, size, start, end));
      subtractFrom(rowRange(solution, start, end), await gemm.multiply(below, rowRange(solution, end, size)));
    }
    substituteBackward(lower, solution, start, end);
  }
  return solution;
}

/** Solves A·X = B for A = L·Lᵀ. */
export async function solveFactored(lower: Matrix, right: Matrix, gemm: Gemm): Promise<Matrix> {
  return solveUpper(lower, await solveLower(lower, right, gemm), gemm);
}

function largestDiagonal({rows: size, data}: Matrix): number {
  let largest = 0;
  for (let index = 0; index < size; index += 1) largest = Math.max(largest, data[index * size + index] ?? 0);
  return largest;
}

/** Factors the columns start..end of the whole lower triangle; columns before them are done. */
function factorPanel(work: Float64Array, size: number, start: number, end: number, minPivot: number): void {
  for (let column = start; column < end; column += 1) {
    const own = work.subarray(column * size, (column + 1) * size);
    const pivot = Math.sqrt(Math.max((own[column] ?? 0) - dot(own, own, start, column), minPivot));
    own[column] = pivot;
    for (let row = column + 1; row < size; row += 1) {
      const other = work.subarray(row * size, (row + 1) * size);
      other[column] = ((other[column] ?? 0) - dot(other, own, start, column)) / (pivot === 0 ? 1 : pivot);
    }
  }
}

/** Subtracts what the columns start..end contribute from all behind them. */
async function updateTrailing(work: Float64Array, size: number, start: number, end: number, gemm: Gemm): Promise<void> {
  const panel = block({rows: size, columns: size, data: work}, end, size, start, end);
  const {data} = await gemm.multiply(panel, transpose(panel));
  const rest = size - end;
  for (let row = 0; row < rest; row += 1) {
    const target = (end + row) * size + end;
    for (let column = 0; column <= row; column += 1) {
      work[target + column] = (work[target + column] ?? 0) - (data[row * rest + column] ?? 0);
    }
  }
}

function substituteForward(lower: Matrix, {columns, data}: Matrix, start: number, end: number): void {
  for (let row = start; row < end; row += 1) {
    for (let before = start; before < row; before += 1) {
      subtractScaled(data, columns, row, before, lower.data[row * lower.columns + before] ?? 0);
    }
    divideRow(data, columns, row, lower.data[row * lower.columns + row] ?? 1);
  }
}

function substituteBackward(lower: Matrix, {columns, data}: Matrix, start: number, end: number): void {
  for (let row = end - 1; row >= start; row -= 1) {
    for (let behind = row + 1; behind < end; behind += 1) {
      subtractScaled(data, columns, row, behind, lower.data[behind * lower.columns + row] ?? 0);
    }
    divideRow(data, columns, row, lower.data[row * lower.columns + row] ?? 1);
  }
}

function subtractScaled(data: Float64Array, columns: number, row: number, other: number, factor: number): void {
  const [target, source] = [row * columns, other * columns];
  for (let column = 0; column < columns; column += 1) {
    data[target + column] = (data[target + column] ?? 0) - factor * (data[source + column] ?? 0);
  }
}

function divideRow(data: Float64Array, columns: number, row: number, divisor: number): void {
  for (let index = row * columns; index < (row + 1) * columns; index += 1) data[index] = (data[index] ?? 0) / divisor;
}

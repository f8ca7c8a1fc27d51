import {rowRange, transpose, type Gemm, type Matrix} from './matrix.js';
import type {Tridiagonal} from './tridiagonal.js';
import {addMultiple, dot} from './vectors.js';

/** Columns that are reduced before the rest of the matrix is brought up to date by one product. */
const PANEL = 32;
/** Sums of squares below this have lost digits. */
const LEAST_SQUARES = 1e-290;

/** A = Q·T·Qᵀ with a tridiagonal T and Q = H₀·H₁·⋯, where Hⱼ = I − vⱼ·vⱼᵀ. */
export interface TridiagonalReduction {
  readonly tridiagonal: Tridiagonal;
  /** **Shape:** `[n, n]`; row j is vⱼ, of length √2 or 0, and zero up to column j. */
  readonly reflectors: Matrix;
}

/**
 * Reduces a symmetric matrix to tridiagonal form by Householder reflections. Values below 1e-145 count as zeros.
 *
 * Half of the work is one product with a vector for each column; the other half waits until it is products of matrices.
 *
 * **Source:** Dongarra, Sorensen and Hammarling 1989, "Block reduction of matrices to condensed forms for eigenvalue
 * computations", §3.
 */
export async function tridiagonalize(matrix: Matrix, gemm: Gemm): Promise<TridiagonalReduction> {
  const size = matrix.rows;
  const [diagonal, offDiagonal] = [new Float64Array(size), new Float64Array(size)];
  const reflectors: Matrix = {rows: size, columns: size, data: new Float64Array(size * size)};
  let rest = matrix;
  for (let start = 0; start < size; start += PANEL) {
    const panel = new Panel(rest, gemm);
    for (let column = 0; column < panel.width; column += 1) {
      const reduced = await panel.reduceColumn();
      diagonal[start + column] = reduced.diagonal;
      offDiagonal[start + column] = reduced.offDiagonal;
      reflectors.data.set(reduced.reflector, (start + column) * size + start);
    }
    if (start + panel.width < size) rest = await panel.updatedRest();
  }
  return {tridiagonal: {diagonal, offDiagonal: offDiagonal.subarray(0, size - 1)}, reflectors};
}

/** A column of V, which is a reflector, and one of W. */
interface Reflection {
  readonly v: Float64Array;
  readonly w: Float64Array;
}

interface ReducedColumn {
  readonly diagonal: number;
  readonly offDiagonal: number;
  readonly reflector: Float64Array;
}

/** The leading columns of a symmetric matrix A. Reflections turn it into A − V·Wᵀ − W·Vᵀ, which is put off. */
class Panel {
  readonly width: number;
  readonly #matrix: Matrix;
  readonly #gemm: Gemm;
  readonly #reflections: Reflection[] = [];

  constructor(matrix: Matrix, gemm: Gemm) {
    this.width = Math.min(PANEL, matrix.rows);
    this.#matrix = matrix;
    this.#gemm = gemm;
  }

  /** Makes the next column tridiagonal. */
  async reduceColumn(): Promise<ReducedColumn> {
    const column = this.#reflections.length;
    const values = this.#currentColumn(column);
    const {reflector, reflected} = reflect(values, column + 1);
    this.#reflections.push({v: reflector, w: await this.#companion(reflector, column)});
    return {diagonal: values[column] ?? 0, offDiagonal: reflected, reflector};
  }

  /** What is left of the matrix behind the panel. */
  async updatedRest(): Promise<Matrix> {
    const {rows: size, data} = this.#matrix;
    const left = size - this.width;
    const [v, w] = [this.#reflections.map((own) => own.v), this.#reflections.map((own) => own.w)];
    const change = await this.#gemm.multiply(transpose(this.#behind([...v, ...w])), this.#behind([...w, ...v]));
    for (let row = 0; row < left; row += 1) {
      const [source, target] = [(row + this.width) * size + this.width, row * left];
      for (let column = 0; column < left; column += 1) {
        change.data[target + column] = (data[source + column] ?? 0) - (change.data[target + column] ?? 0);
      }
    }
    return change;
  }

  /** The rows below the panel of some columns, which become rows. */
  #behind(columns: readonly Float64Array[]): Matrix {
    const left = this.#matrix.rows - this.width;
    const data = new Float64Array(columns.length * left);
    for (const [index, column] of columns.entries()) data.set(column.subarray(this.width), index * left);
    return {rows: columns.length, columns: left, data};
  }

  /** A column from the diagonal down, with the reflections before it. */
  #currentColumn(column: number): Float64Array {
    const values = rowRange(this.#matrix, column, column + 1).data.slice();
    for (const {v, w} of this.#reflections) {
      addMultiple(values, -(w[column] ?? 0), v, column);
      addMultiple(values, -(v[column] ?? 0), w, column);
    }
    return values;
  }

  /** w = A·v − ½·(vᵀ·A·v)·v, where A has the reflections before it. */
  async #companion(own: Float64Array, column: number): Promise<Float64Array> {
    const size = own.length;
    const {data: product} = await this.#gemm.multiply(this.#matrix, {rows: size, columns: 1, data: own});
    for (const {v, w} of this.#reflections) {
      const [alongV, alongW] = [dot(v, own, column, size), dot(w, own, column, size)];
      addMultiple(product, -alongW, v, column);
      addMultiple(product, -alongV, w, column);
    }
    addMultiple(product, -dot(own, product, column, size) / 2, own, column);
    return product;
  }
}

/**
 * The reflector that makes all entries of a vector behind `first` zero, and what becomes of that one. Entries before it
 * are not looked at.
 */
function reflect(values: Float64Array, first: number): {readonly reflector: Float64Array; readonly reflected: number} {
  const reflector = new Float64Array(values.length);
  const lead = values[first] ?? 0;
  const tail = dot(values, values, first + 1, values.length);
  if (tail < LEAST_SQUARES) return {reflector, reflected: lead};
  const norm = Math.sqrt(lead * lead + tail);
  // Away from the entry itself, so that nothing cancels.
  const reflected = lead > 0 ? -norm : norm;
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(lead)));
  addMultiple(reflector, scale, values, first);
  reflector[first] = (lead - reflected) * scale;
  return {reflector, reflected};
}

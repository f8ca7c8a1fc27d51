const CHUNK_ROWS = 4096;

/** A dense matrix of doubles, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Port to whatever multiplies large matrices of doubles fast. */
export interface Gemm {
  /** **Shape:** `a [m, k] · b [k, n]` gives `[m, n]`. **Errors:** RangeError when the inner sizes differ. */
  multiply(a: Matrix, b: Matrix): Promise<Matrix>;
}

/** **Shape:** `[m, n]` gives `[n, m]`. */
export function transpose({rows, columns, data}: Matrix): Matrix {
  const turned = new Float64Array(data.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      turned[column * rows + row] = data[row * columns + column] ?? 0;
    }
  }
  return {rows: columns, columns: rows, data: turned};
}

/** Rows of a matrix, without a copy. */
export function rowRange({columns, data}: Matrix, from: number, to: number): Matrix {
  return {rows: to - from, columns, data: data.subarray(from * columns, to * columns)};
}

/** All rows of a matrix, some thousands at a time: what is made of them so takes up less memory than the whole. */
export function rowChunks(matrix: Matrix): readonly Matrix[] {
  const chunks: Matrix[] = [];
  for (let start = 0; start < matrix.rows; start += CHUNK_ROWS) {
    chunks.push(rowRange(matrix, start, Math.min(matrix.rows, start + CHUNK_ROWS)));
  }
  return chunks;
}

/** A copy of a part of a matrix. */
export function block({columns, data}: Matrix, top: number, bottom: number, left: number, right: number): Matrix {
  const width = right - left;
  const copy = new Float64Array((bottom - top) * width);
  for (let row = top; row < bottom; row += 1) {
    copy.set(data.subarray(row * columns + left, row * columns + right), (row - top) * width);
  }
  return {rows: bottom - top, columns: width, data: copy};
}

/** Subtracts a matrix of the same shape in place. */
export function subtractFrom({data}: Matrix, {data: values}: Matrix): void {
  for (let index = 0; index < values.length; index += 1) data[index] = (data[index] ?? 0) - (values[index] ?? 0);
}

/** Throws RangeError unless `a · b` exists. */
export function assertMultiplicable(a: Matrix, b: Matrix): void {
  if (a.columns === b.rows) return;
  throw new RangeError(`cannot multiply ${a.rows}×${a.columns} by ${b.rows}×${b.columns}`);
}

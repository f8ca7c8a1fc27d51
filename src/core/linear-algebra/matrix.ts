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

/** Throws RangeError unless `a · b` exists. */
export function assertMultiplicable(a: Matrix, b: Matrix): void {
  if (a.columns === b.rows) return;
  throw new RangeError(`cannot multiply ${a.rows}×${a.columns} by ${b.rows}×${b.columns}`);
}

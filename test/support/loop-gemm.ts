import {assertMultiplicable, type Gemm, type Matrix} from '../../src/core/linear-algebra/matrix.js';

/** Multiplies by definition, for small matrices. */
export const loopGemm: Gemm = {
  multiply(a: Matrix, b: Matrix): Promise<Matrix> {
    assertMultiplicable(a, b);
    const data = new Float64Array(a.rows * b.columns);
    for (let row = 0; row < a.rows; row += 1) {
      for (let column = 0; column < b.columns; column += 1) {
        for (let inner = 0; inner < a.columns; inner += 1) {
          const term = (a.data[row * a.columns + inner] ?? 0) * (b.data[inner * b.columns + column] ?? 0);
          data[row * b.columns + column] = (data[row * b.columns + column] ?? 0) + term;
        }
      }
    }
    return Promise.resolve({rows: a.rows, columns: b.columns, data});
  },
};

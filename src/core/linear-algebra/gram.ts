import {rowChunks, rowRange, transpose, type Gemm, type Matrix} from './matrix.js';

/** Columns of the result that are multiplied at once, from the diagonal down. */
const STRIP = 512;

/** M·Mᵀ. **Shape:** `[m, k]` gives `[m, m]`. */
export async function gramOfRows(matrix: Matrix, gemm: Gemm): Promise<Matrix> {
  const sum = square(matrix.rows);
  await addLowerGram(sum, matrix, gemm);
  return mirror(sum);
}

/** Mᵀ·M. **Shape:** `[m, k]` gives `[k, k]`. */
export async function gramOfColumns(matrix: Matrix, gemm: Gemm): Promise<Matrix> {
  const sum = square(matrix.columns);
  for (const rows of rowChunks(matrix)) await addLowerGram(sum, transpose(rows), gemm);
  return mirror(sum);
}

/** Adds M·Mᵀ where it is on the diagonal or below it; of the other half, some. */
async function addLowerGram(sum: Matrix, matrix: Matrix, gemm: Gemm): Promise<void> {
  for (let start = 0; start < sum.rows; start += STRIP) {
    const end = Math.min(sum.rows, start + STRIP);
    const strip = await gemm.multiply(rowRange(matrix, start, matrix.rows), transpose(rowRange(matrix, start, end)));
    addBlock(sum, strip, start);
  }
}

/** Adds a block whose first entry belongs on the diagonal. */
function addBlock({columns: size, data}: Matrix, {rows, columns, data: values}: Matrix, start: number): void {
  for (let row = 0; row < rows; row += 1) {
    const target = (start + row) * size + start;
    for (let column = 0; column < columns; column += 1) {
      data[target + column] = (data[target + column] ?? 0) + (values[row * columns + column] ?? 0);
    }
  }
}

/** Copies the half below the diagonal to the other one. */
function mirror(matrix: Matrix): Matrix {
  const {rows: size, data} = matrix;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) data[column * size + row] = data[row * size + column] ?? 0;
  }
  return matrix;
}

function square(size: number): Matrix {
  return {rows: size, columns: size, data: new Float64Array(size * size)};
}

import type {Matrix} from '../linear-algebra/matrix.js';

/**
 * Two views of convolution weights: `[N, R·width]`, one filter per row, and the plane `[R, N·width]` that the spatial
 * scheme decomposes; R counts (channel, row).
 */

/** **Shape:** `[N, R·width]` gives `[R, N·width]`. */
export function toPlane({rows: filters, columns, data}: Matrix, width: number): Matrix {
  return exchange(filters, columns / width, width, data);
}

/** **Shape:** `[R, N·width]` gives `[N, R·width]`. */
export function fromPlane({rows, columns, data}: Matrix, width: number): Matrix {
  return exchange(rows, columns / width, width, data);
}

/** `[a, b, width]` gives `[b, a, width]`, which is its own reverse. */
function exchange(outer: number, inner: number, width: number, data: Float64Array): Matrix {
  const exchanged = new Float64Array(data.length);
  for (let a = 0; a < outer; a += 1) {
    for (let b = 0; b < inner; b += 1) {
      const [source, target] = [(a * inner + b) * width, (b * outer + a) * width];
      for (let j = 0; j < width; j += 1) exchanged[target + j] = data[source + j] ?? 0;
    }
  }
  return {rows: inner, columns: outer * width, data: exchanged};
}

/** Splits `[R·width, R·width]` into `width × width` matrices `[R, R]`, one for each pair of columns of a patch. */
export function columnBlocks({rows, data}: Matrix, width: number): readonly (readonly Matrix[])[] {
  const size = rows / width;
  const pick = (j: number, i: number): Matrix => {
    const block = new Float64Array(size * size);
    for (let row = 0; row < size; row += 1) {
      const source = (row * width + j) * rows + i;
      for (let column = 0; column < size; column += 1) block[row * size + column] = data[source + column * width] ?? 0;
    }
    return {rows: size, columns: size, data: block};
  };
  return Array.from({length: width}, (_, j) => Array.from({length: width}, (_column, i) => pick(j, i)));
}

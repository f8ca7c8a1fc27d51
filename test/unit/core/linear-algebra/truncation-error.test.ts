import {describe, expect, it} from 'vitest';

import {factorize} from '../../../../src/core/linear-algebra/factorize.js';
import {transpose, type Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import {truncationError} from '../../../../src/core/linear-algebra/truncation-error.js';
import {seededTensor} from '../../../../src/core/seeded-tensor.js';
import {loopGemm} from '../../../support/loop-gemm.js';

const seeded = (rows: number, columns: number, seed: number): Matrix => ({
  rows,
  columns,
  data: Float64Array.from(seededTensor([rows, columns], seed).data),
});

const norm = (values: Float64Array) => Math.hypot(...values);

describe('truncationError', () => {
  it('is the difference to the product of the factors', async () => {
    const matrices = [seeded(6, 9, 1), seeded(6, 9, 2)];
    const factors = await Promise.all(matrices.map((matrix) => factorize(matrix, 5, loopGemm)));
    for (const rank of [1, 2, 5]) {
      const lost = [];
      for (const [index, matrix] of matrices.entries()) {
        const own = factors[index];
        const rows = (of: Float32Array | undefined, size: number): Matrix => ({
          rows: rank,
          columns: size,
          data: Float64Array.from(of?.subarray(0, rank * size) ?? []),
        });
        const product = await loopGemm.multiply(transpose(rows(own?.vertical, 6)), rows(own?.horizontal, 9));
        lost.push(norm(matrix.data.map((value, cell) => value - (product.data[cell] ?? 0))));
      }
      const expected = Math.hypot(...lost) / Math.hypot(...matrices.map(({data}) => norm(data)));
      expect(truncationError(matrices, factors, rank)).toBeCloseTo(expected, 5);
    }
  });

  it('is nothing at full rank and for zeros', async () => {
    const full = seeded(4, 4, 3);
    expect(truncationError([full], [await factorize(full, 4, loopGemm)], 4)).toBeCloseTo(0, 3);
    const zeros = {rows: 3, columns: 3, data: new Float64Array(9)};
    expect(truncationError([zeros], [await factorize(zeros, 2, loopGemm)], 2)).toBe(0);
  });
});

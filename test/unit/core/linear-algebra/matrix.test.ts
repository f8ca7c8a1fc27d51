import {describe, expect, it} from 'vitest';

import {block, rowChunks, rowRange, subtractFrom} from '../../../../src/core/linear-algebra/matrix.js';
import {dot} from '../../../../src/core/linear-algebra/vectors.js';
import {matrixOf} from '../../../support/symmetric-matrix.js';

const counted = () => matrixOf(3, 4, (row, column) => 10 * row + column);

describe('parts of a matrix', () => {
  it('are rows without a copy', () => {
    const matrix = counted();
    const rows = rowRange(matrix, 1, 3);
    expect(rows).toEqual(matrixOf(2, 4, (row, column) => 10 * row + column + 10));
    subtractFrom(rows, rows);
    expect([...matrix.data]).toEqual([0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('are blocks that are copies', () => {
    const matrix = counted();
    const part = block(matrix, 1, 3, 2, 4);
    expect([part.rows, part.columns, ...part.data]).toEqual([2, 2, 12, 13, 22, 23]);
    part.data.fill(0);
    expect(matrix).toEqual(counted());
  });

  it('are all rows, some at a time', () => {
    const chunks = rowChunks(matrixOf(9000, 1, (row) => row));
    expect(chunks.map(({rows, data}) => [rows, data[0]])).toEqual([
      [4096, 0],
      [4096, 4096],
      [808, 8192],
    ]);
  });
});

describe('dot', () => {
  it.each([
    [0, 0, 0],
    [1, 2, 4],
    [0, 3, 14],
    [0, 4, 30],
    [1, 4, 29],
  ])('multiplies the entries from %i to %i', (from, to, product) => {
    const vector = Float64Array.of(1, 2, 3, 4);
    expect(dot(vector, vector, from, to)).toBe(product);
  });
});

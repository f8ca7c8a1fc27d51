import {expect, it} from 'vitest';

import {gramOfColumns, gramOfRows} from '../../../../src/core/linear-algebra/gram.js';
import {transpose} from '../../../../src/core/linear-algebra/matrix.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {largestDifference, seededMatrix} from '../../../support/seeded-matrix.js';

// Columns of the result are multiplied 512 at a time.
it.each([
  [1, 1],
  [3, 7],
  [530, 2],
])('a matrix of %i×%i is multiplied by its transpose', async (rows, columns) => {
  const matrix = seededMatrix(rows, columns, 1);
  const gram = await gramOfRows(matrix, loopGemm);
  expect(largestDifference(gram, await loopGemm.multiply(matrix, transpose(matrix)))).toBeLessThan(1e-9);
  expect(gram).toEqual(transpose(gram));
});

// Rows of what is given are turned 4096 at a time.
it.each([
  [1, 1],
  [7, 3],
  [2, 530],
  [4100, 3],
])('a matrix of %i×%i is multiplied from the left by its transpose', async (rows, columns) => {
  const matrix = seededMatrix(rows, columns, 1);
  const gram = await gramOfColumns(matrix, loopGemm);
  expect(largestDifference(gram, await loopGemm.multiply(transpose(matrix), matrix))).toBeLessThan(1e-9);
  expect(gram).toEqual(transpose(gram));
});

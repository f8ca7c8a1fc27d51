import {describe, expect, it} from 'vitest';

import {leadingEigenvectors} from '../../../../src/core/linear-algebra/eigenvectors.js';
import type {Gemm, Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {
  distanceFromOrthonormal,
  matrixOf,
  rayleighQuotients,
  withEigenvalues,
} from '../../../support/symmetric-matrix.js';

const count = (length: number, value: (index: number) => number) => Array.from({length}, (_, index) => value(index));

/** Expects the leading eigenvectors of a matrix, whichever they are within clusters of equal eigenvalues. */
async function expectLeading(matrix: Matrix, eigenvalues: readonly number[], rank: number): Promise<void> {
  const vectors = await leadingEigenvectors(matrix, rank, loopGemm);
  expect([vectors.rows, vectors.columns]).toEqual([rank, matrix.rows]);
  expect(await distanceFromOrthonormal(vectors)).toBeLessThan(1e-9);
  const largest = eigenvalues.toSorted((a, b) => b - a);
  const scale = Math.max(...eigenvalues.map(Math.abs), Number.MIN_VALUE);
  for (const [index, quotient] of (await rayleighQuotients(matrix, vectors)).entries()) {
    expect(Math.abs(quotient - (largest[index] ?? NaN)) / scale).toBeLessThan(1e-9);
  }
}

describe('leadingEigenvectors', () => {
  it.each<[string, readonly number[]]>([
    ['one row', [3]],
    ['one row of less than zero', [-3]],
    ['two rows', [1, 5]],
    ['eigenvalues apart', count(40, (index) => index * index)],
    ['eigenvalues on either side of zero', count(40, (index) => index - 20)],
    ['clusters of equal eigenvalues', count(40, (index) => Math.floor(index / 8))],
    ['clusters that rounding can only just tell apart', count(40, (index) => Math.floor(index / 8) + 1e-14 * index)],
    ['a cluster that is a little wider', count(40, (index) => 1 + 1e-12 * index)],
    ['one eigenvalue', count(40, () => 2)],
    ['low rank', count(40, (index) => Math.max(0, index - 34))],
    ['eigenvalues that fall fast', count(40, (index) => 10 ** -index)],
    ['one eigenvalue far above the others', count(40, (index) => (index === 7 ? 1e12 : index))],
    ['very small values', count(20, (index) => index * 1e-80)],
    ['very large values', count(20, (index) => index * 1e80)],
  ])('finds those of a matrix with %s', async (_, eigenvalues) => {
    const matrix = await withEigenvalues(eigenvalues);
    await expectLeading(matrix, eigenvalues, eigenvalues.length);
    await expectLeading(matrix, eigenvalues, Math.ceil(eigenvalues.length / 2));
  });

  // 32 columns are reduced at once, 128 reflections are applied at once.
  it.each([31, 32, 33, 64, 127, 129, 150])('finds those of a matrix of %i rows', async (size) => {
    const eigenvalues = count(size, (index) => Math.sin(index));
    await expectLeading(await withEigenvalues(eigenvalues), eigenvalues, Math.ceil(size / 3));
  });

  it('may end within a cluster', async () => {
    const eigenvalues = [1, 1, 1, 1, 0, 0];
    await expectLeading(await withEigenvalues(eigenvalues), eigenvalues, 3);
  });

  it.each<[string, Matrix, readonly number[]]>([
    ['zeros', matrixOf(9, 9, () => 0), count(9, () => 0)],
    ['the identity', matrixOf(50, 50, (row, column) => (row === column ? 1 : 0)), count(50, () => 1)],
    ['a diagonal', matrixOf(9, 9, (row, column) => (row === column ? row % 4 : 0)), count(9, (index) => index % 4)],
    ['ones', matrixOf(12, 12, () => 1), [12, ...count(11, () => 0)]],
    [
      'equal blocks',
      matrixOf(8, 8, (row, column) => (row >> 1 === column >> 1 ? 1 + Number(row === column) : 0)),
      [3, 3, 3, 3, 1, 1, 1, 1],
    ],
  ])('finds those of %s', async (_, matrix, eigenvalues) => {
    await expectLeading(matrix, eigenvalues, matrix.rows);
  });

  it('takes values whose squares are lost as zeros', async () => {
    const matrix = matrixOf(6, 6, (row, column) => (row === column ? row : (row + column) % 2 === 0 ? 5e-324 : 0));
    await expectLeading(matrix, [0, 1, 2, 3, 4, 5], 6);
  });

  it('finds the same each time', async () => {
    const matrix = await withEigenvalues([4, 3, 3, 1]);
    const [once, again] = [
      await leadingEigenvectors(matrix, 3, loopGemm),
      await leadingEigenvectors(matrix, 3, loopGemm),
    ];
    expect(once).toEqual(again);
  });

  it.each([NaN, Infinity, 1e200])('refuses a matrix that holds %d', async (value) => {
    const matrix = matrixOf(4, 4, (row, column) => (row + column === 3 ? value : 1));
    await expect(leadingEigenvectors(matrix, 2, loopGemm)).rejects.toThrow(RangeError);
  });

  it('refuses what comes of wrong products', async () => {
    const matrix = await withEigenvalues([5, 4, 3, 2, 1]);
    await expect(leadingEigenvectors(matrix, 3, mixing)).rejects.toThrow(
      'the eigenvectors of a 5×5 matrix were not found',
    );
  });
});

/** Wrong in one product: the first one of rows with each other has them lean towards each other. */
const mixing: Gemm & {mixed: boolean} = {
  mixed: false,
  async multiply(a, b) {
    const product = await loopGemm.multiply(a, b);
    if (a.rows !== 3 || b.columns !== 3) return product;
    const wrong = this.mixed ? 0 : 0.1;
    this.mixed = true;
    return matrixOf(3, 3, (row, column) => (row === column ? 1 : wrong));
  },
};

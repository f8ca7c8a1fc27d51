import {describe, expect, it} from 'vitest';

import {tridiagonalEigenvectors} from '../../../../src/core/linear-algebra/inverse-iteration.js';
import {
  largestResidual,
  largestRowSum,
  scaled,
  type Tridiagonal,
} from '../../../../src/core/linear-algebra/tridiagonal.js';
import {tridiagonalEigenvalues} from '../../../../src/core/linear-algebra/tridiagonal-eigenvalues.js';
import {distanceFromOrthonormal} from '../../../support/symmetric-matrix.js';

function tridiagonalOf(diagonal: readonly number[], offDiagonal: readonly number[]): Tridiagonal {
  return {diagonal: Float64Array.from(diagonal), offDiagonal: Float64Array.from(offDiagonal)};
}

/** Second differences, whose eigenvalues are known. */
const SIZE = 30;
const differences = tridiagonalOf(
  Array.from({length: SIZE}, () => 0.5),
  Array.from({length: SIZE - 1}, () => -0.25),
);
const known = Array.from({length: SIZE}, (_, k) => (1 - Math.cos(((SIZE - k) * Math.PI) / (SIZE + 1))) / 2);

/** Wilkinson's matrix W21+: pairs of eigenvalues that agree in all digits, though nothing beside the diagonal is small. */
const wilkinson = scaled(
  tridiagonalOf(
    Array.from({length: 21}, (_, index) => Math.abs(10 - index)),
    Array.from({length: 20}, () => 1),
  ),
  1 / 11,
);

describe('largestRowSum', () => {
  it('adds up magnitudes', () => {
    expect(largestRowSum(tridiagonalOf([1, -2, 3], [4, -5]))).toBe(11);
    expect(largestRowSum(tridiagonalOf([-2], []))).toBe(2);
  });

  it('keeps what is not a number', () => {
    expect(largestRowSum(tridiagonalOf([1, NaN, 1], [0, 0]))).toBeNaN();
  });
});

describe('tridiagonalEigenvalues', () => {
  it('finds known ones, largest first', () => {
    const eigenvalues = tridiagonalEigenvalues(differences);
    for (const [index, value] of known.entries()) expect(eigenvalues[index]).toBeCloseTo(value, 13);
  });

  it('finds those of blocks that nothing connects', () => {
    const eigenvalues = tridiagonalEigenvalues(tridiagonalOf([1, 1, -1, 0.5], [0.5, 0, 0]));
    for (const [index, value] of [1.5, 0.5, 0.5, -1].entries()) expect(eigenvalues[index]).toBeCloseTo(value, 14);
  });

  it('finds pairs that are all but equal', () => {
    const eigenvalues = tridiagonalEigenvalues(wilkinson);
    expect((eigenvalues[0] ?? NaN) * 11).toBeCloseTo(10.746194182903393, 12);
    expect((eigenvalues[1] ?? NaN) * 11).toBeCloseTo(10.746194182903322, 12);
  });

  it('finds those of a diagonal without a difference between its first two', () => {
    const eigenvalues = tridiagonalEigenvalues(tridiagonalOf([0, 0], [1]));
    for (const [index, value] of [1, -1].entries()) expect(eigenvalues[index]).toBeCloseTo(value, 14);
  });

  it('changes nothing that it was given', () => {
    const given = tridiagonalOf([0.5, 0.25, 0], [0.5, 0.25]);
    tridiagonalEigenvalues(given);
    expect(given).toEqual(tridiagonalOf([0.5, 0.25, 0], [0.5, 0.25]));
  });
});

describe('tridiagonalEigenvectors', () => {
  it('leaves no residual, and orthogonal vectors where eigenvalues are apart', async () => {
    const eigenvalues = tridiagonalEigenvalues(differences);
    const vectors = tridiagonalEigenvectors(differences, eigenvalues);
    expect(largestResidual(differences, eigenvalues, vectors)).toBeLessThan(1e-14);
    expect(await distanceFromOrthonormal(vectors)).toBeLessThan(1e-12);
  });

  it('finds as many as are asked for', () => {
    const eigenvalues = tridiagonalEigenvalues(differences).subarray(0, 4);
    const {rows, columns} = tridiagonalEigenvectors(differences, eigenvalues);
    expect([rows, columns]).toEqual([4, SIZE]);
  });

  it.each([
    ['all but equal', wilkinson],
    ['equal', tridiagonalOf([0.5, 0.5, 0.5, 0.5], [0, 0, 0])],
  ])('finds different ones where eigenvalues are %s', (_, tridiagonal) => {
    const eigenvalues = tridiagonalEigenvalues(tridiagonal);
    const {columns, data} = tridiagonalEigenvectors(tridiagonal, eigenvalues);
    const [first, second] = [data.subarray(0, columns), data.subarray(columns, 2 * columns)];
    expect(largestResidual(tridiagonal, eigenvalues, {rows: eigenvalues.length, columns, data})).toBeLessThan(1e-13);
    expect(Math.abs(first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0))).toBeLessThan(0.99);
  });
});

describe('largestResidual', () => {
  it('is what an eigenvector leaves', () => {
    const tridiagonal = tridiagonalOf([1, 2, 3], [1, 1]);
    const vectors = {rows: 1, columns: 3, data: Float64Array.of(1, 0, 2)};
    // T·x = [1, 3, 6], of which 2·x is taken.
    expect(largestResidual(tridiagonal, Float64Array.of(2), vectors)).toBe(3);
  });

  it('does not mix one vector with the next', () => {
    const tridiagonal = tridiagonalOf([2, 2], [0]);
    const vectors = {rows: 2, columns: 2, data: Float64Array.of(1, 0, 0, 1)};
    expect(largestResidual(tridiagonal, Float64Array.of(2, 2), vectors)).toBe(0);
  });
});

import fc from 'fast-check';
import {EigenvalueDecomposition, Matrix as MlMatrix} from 'ml-matrix';
import {describe, expect, it} from 'vitest';

import {leadingEigenvectors} from '../../../src/core/linear-algebra/eigenvectors.js';
import type {Matrix} from '../../../src/core/linear-algebra/matrix.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {distanceFromOrthonormal, matrixOf, rayleighQuotients, withEigenvalues} from '../../support/symmetric-matrix.js';

/**
 * Any symmetric matrix: many zeros, small whole numbers, which often come twice, and others. None is so small that its
 * square is lost, which the other library does not bear.
 */
const symmetric = fc.integer({min: 1, max: 40}).chain((size) =>
  fc
    .array(
      fc.oneof(
        fc.constant(0),
        fc.integer({min: -3, max: 3}),
        fc.integer({min: -1_000_000, max: 1_000_000}).map((millionths) => millionths / 1e6),
      ),
      {
        minLength: size * size,
        maxLength: size * size,
      },
    )
    .map((values) =>
      matrixOf(size, size, (row, column) => values[Math.max(row, column) * size + Math.min(row, column)] ?? 0),
    ),
);

/** Clusters of eigenvalues, each of which lies within a width that rounding may or may not tell apart. */
const clustered = fc
  .record({
    values: fc.array(fc.integer({min: -2, max: 2}), {minLength: 2, maxLength: 50}),
    width: fc.constantFrom(0, 1e-15, 1e-13, 1e-11, 1e-8),
    seed: fc.integer({min: 0, max: 1000}),
  })
  .map(({values, width, seed}) => ({eigenvalues: values.map((value, index) => value + width * index), seed}));

async function expectEigenvectors(matrix: Matrix, rank: number): Promise<void> {
  const vectors = await leadingEigenvectors(matrix, rank, loopGemm);
  expect(await distanceFromOrthonormal(vectors)).toBeLessThan(1e-9);
  const reference = new EigenvalueDecomposition(MlMatrix.from1DArray(matrix.rows, matrix.rows, matrix.data), {
    assumeSymmetric: true,
  }).realEigenvalues.toReversed();
  const scale = Math.max(...reference.map(Math.abs), Number.MIN_VALUE);
  const quotients = await rayleighQuotients(matrix, vectors);
  // What every first few of them capture is the most that as many vectors can.
  let [captured, most] = [0, 0];
  for (const [index, quotient] of quotients.entries()) {
    captured += quotient;
    most += reference[index] ?? NaN;
    expect(Math.abs(captured - most) / scale).toBeLessThan(1e-8);
  }
  expect((await largestResidual(matrix, vectors, quotients)) / scale).toBeLessThan(1e-9);
}

/** Largest entry of A·x − (xᵀ·A·x)·x. */
async function largestResidual(matrix: Matrix, vectors: Matrix, quotients: readonly number[]): Promise<number> {
  const {data} = await loopGemm.multiply(vectors, matrix);
  return data.reduce((most, value, index) => {
    const quotient = quotients[Math.floor(index / matrix.rows)] ?? NaN;
    return Math.max(most, Math.abs(value - quotient * (vectors.data[index] ?? NaN)));
  }, 0);
}

describe('leading eigenvectors', () => {
  it('are orthonormal, and capture as much as those of another library', async () => {
    await fc.assert(
      fc.asyncProperty(symmetric, fc.double({min: 0, max: 1, noNaN: true}), (matrix, share) =>
        expectEigenvectors(matrix, Math.max(1, Math.round(share * matrix.rows))),
      ),
    );
  });

  it('are so within clusters, and where a cluster is divided', async () => {
    await fc.assert(
      fc.asyncProperty(clustered, fc.double({min: 0, max: 1, noNaN: true}), async ({eigenvalues, seed}, share) =>
        expectEigenvectors(
          await withEigenvalues(eigenvalues, seed),
          Math.max(1, Math.round(share * eigenvalues.length)),
        ),
      ),
    );
  });
});

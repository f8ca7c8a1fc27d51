import {describe, expect, it} from 'vitest';

import {factorize, type Factors} from '../../../../src/core/linear-algebra/factorize.js';
import {assertMultiplicable, transpose, type Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import {seededTensor} from '../../../../src/core/seeded-tensor.js';
import {loopGemm} from '../../../support/loop-gemm.js';

const matrix = (rows: number, columns: number, values: readonly number[]): Matrix => ({
  rows,
  columns,
  data: Float64Array.from(values),
});
const random = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: Float64Array.from(seededTensor([rows, columns], 3).data),
});

async function product({rank, rows, columns, vertical, horizontal}: Factors, keep = rank): Promise<Float64Array> {
  const left = transpose(matrix(keep, rows, [...vertical.subarray(0, keep * rows)]));
  return (await loopGemm.multiply(left, matrix(keep, columns, [...horizontal.subarray(0, keep * columns)]))).data;
}

describe('factorize', () => {
  it.each([
    ['wide', 4, 9],
    ['tall', 9, 4],
    ['square', 5, 5],
  ])('gives a %s matrix back at full rank', async (_, rows, columns) => {
    const original = random(rows, columns);
    const again = await product(await factorize(original, Math.min(rows, columns), loopGemm));
    for (const [index, value] of original.data.entries()) expect(again[index]).toBeCloseTo(value, 5);
  });

  it('keeps the largest singular values, split evenly', async () => {
    const {vertical, horizontal} = await factorize(matrix(2, 3, [0, 9, 0, 4, 0, 0]), 1, loopGemm);
    for (const [index, value] of [3, 0].entries()) expect(Math.abs(vertical[index] ?? NaN)).toBeCloseTo(value, 6);
    for (const [index, value] of [0, 3, 0].entries()) expect(Math.abs(horizontal[index] ?? NaN)).toBeCloseTo(value, 6);
  });

  it('holds every smaller rank as a prefix', async () => {
    const original = random(6, 8);
    const [five, two] = [await factorize(original, 5, loopGemm), await factorize(original, 2, loopGemm)];
    const [prefix, direct] = [await product(five, 2), await product(two)];
    for (const [index, value] of direct.entries()) expect(prefix[index]).toBeCloseTo(value, 5);
  });

  it('gives back a matrix of so many rows that they are taken some at a time', async () => {
    const original = random(4100, 2);
    const again = await product(await factorize(original, 2, loopGemm));
    expect(again.every((value, index) => Math.abs(value - (original.data[index] ?? NaN)) < 1e-5)).toBe(true);
  });

  it('leaves nothing of a matrix of zeros, and no NaN', async () => {
    const {vertical, horizontal} = await factorize(matrix(2, 2, [0, 0, 0, 0]), 2, loopGemm);
    expect([...vertical, ...horizontal].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it.each([0, 3, 1.5])('refuses rank %d of a 2×4 matrix', async (rank) => {
    await expect(factorize(random(2, 4), rank, loopGemm)).rejects.toThrow(
      `rank ${rank} is outside 1..2 of a 2×4 matrix`,
    );
  });
});

describe('assertMultiplicable', () => {
  it('refuses matrices whose inner sizes differ', () => {
    expect(() => {
      assertMultiplicable(random(2, 3), random(2, 3));
    }).toThrow('cannot multiply 2×3 by 2×3');
  });
});

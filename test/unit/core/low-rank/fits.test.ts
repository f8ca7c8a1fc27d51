import {describe, expect, it} from 'vitest';

import {factorize} from '../../../../src/core/linear-algebra/factorize.js';
import {transpose, type Matrix} from '../../../../src/core/linear-algebra/matrix.js';
import {fitChannels} from '../../../../src/core/low-rank/channel-fit.js';
import {fitError, poseFit, type FitProblem} from '../../../../src/core/low-rank/fit-problem.js';
import {MomentSum} from '../../../../src/core/low-rank/moments.js';
import {fitSpatially} from '../../../../src/core/low-rank/spatial-fit.js';
import {fromPlane, toPlane} from '../../../../src/core/low-rank/spatial-plane.js';
import {loopGemm} from '../../../support/loop-gemm.js';
import {largestDifference, seededMatrix} from '../../../support/seeded-matrix.js';

const [FILTERS, PLANE_ROWS, WIDTH] = [6, 8, 3];
const SIZE = PLANE_ROWS * WIDTH;

/** Inputs whose values depend on each other, and what seeded weights answer. */
async function problem(ridge = 1e-6): Promise<{readonly weights: Matrix; readonly fit: FitProblem}> {
  const inputs = await loopGemm.multiply(seededMatrix(200, 5, 1), seededMatrix(5, SIZE, 2));
  const noise = seededMatrix(200, SIZE, 3);
  for (const [index, value] of noise.data.entries()) inputs.data[index] = (inputs.data[index] ?? 0) + 0.2 * value;
  const weights = seededMatrix(FILTERS, SIZE, 4);
  const sum = new MomentSum(SIZE, FILTERS, loopGemm);
  await sum.add(inputs, await loopGemm.multiply(inputs, transpose(weights)));
  return {weights, fit: await poseFit(sum.moments(true), weights, ridge, loopGemm)};
}

/** Error of the weights that are closest to the original as weights. */
async function truncatedError(weights: Matrix, fit: FitProblem, rank: number, width: number): Promise<number> {
  const {rows, columns, vertical, horizontal} = await factorize(toPlane(weights, width), rank, loopGemm);
  const left = transpose({rows: rank, columns: rows, data: Float64Array.from(vertical)});
  const right = {rows: rank, columns, data: Float64Array.from(horizontal)};
  return fitError(fit, fromPlane(await loopGemm.multiply(left, right), width), loopGemm);
}

describe('poseFit', () => {
  it('finds the weights that made the outputs', async () => {
    const {weights, fit} = await problem();
    expect(largestDifference(fit.target, weights)).toBeLessThan(1e-3);
    expect(await fitError(fit, weights, loopGemm)).toBeLessThan(1e-6 * fit.constant);
  });

  it('keeps the weights where the inputs say nothing', async () => {
    const weights = seededMatrix(2, 3, 1);
    const sum = new MomentSum(3, 2, loopGemm);
    await sum.add({rows: 4, columns: 3, data: new Float64Array(12).fill(1)}, seededMatrix(4, 2, 2));
    const fit = await poseFit(sum.moments(true), weights, 0.01, loopGemm);
    expect(largestDifference(fit.target, weights)).toBeLessThan(1e-9);
  });
});

describe('the channel scheme', () => {
  it('loses less of the outputs than the best approximation of the weights, and nothing at full rank', async () => {
    const {weights, fit} = await problem();
    let before = Infinity;
    for (const rank of [1, 2, 4]) {
      const fitted = await fitChannels(fit, rank, loopGemm);
      const error = await fitError(fit, fitted.weights, loopGemm);
      expect(error).toBeLessThan(await truncatedError(weights, fit, rank, 1));
      expect(error).toBeLessThan(before);
      before = error;
    }
    const full = await fitChannels(fit, FILTERS, loopGemm);
    expect(largestDifference(full.weights, fit.target)).toBeLessThan(1e-6);
  });
});

describe('the spatial scheme', () => {
  it('loses less of the outputs than the best approximation of the weights', async () => {
    const {weights, fit} = await problem();
    let before = Infinity;
    for (const rank of [1, 3, 5]) {
      const fitted = await fitSpatially(fit, WIDTH, rank, loopGemm);
      const error = await fitError(fit, fitted.weights, loopGemm);
      expect(error).toBeLessThan(0.8 * (await truncatedError(weights, fit, rank, WIDTH)));
      expect(error).toBeLessThan(before);
      before = error;
      expect([fitted.vertical.rows, fitted.vertical.columns]).toEqual([rank, PLANE_ROWS]);
      const product = await loopGemm.multiply(transpose(fitted.vertical), fitted.horizontal);
      expect(largestDifference(fromPlane(product, WIDTH), fitted.weights)).toBeLessThan(1e-9);
    }
  });

  it('loses nothing at full rank', async () => {
    const {fit} = await problem();
    const {weights} = await fitSpatially(fit, WIDTH, PLANE_ROWS, loopGemm);
    expect(await fitError(fit, weights, loopGemm)).toBeLessThan(1e-5 * fit.constant);
  });
});

import {cholesky, solveFactored, solveUpper} from '../linear-algebra/cholesky.js';
import {factorize} from '../linear-algebra/factorize.js';
import {transpose, type Gemm, type Matrix} from '../linear-algebra/matrix.js';
import type {FitProblem} from './fit-problem.js';
import type {FittedFactors} from './fitted-factors.js';
import {columnBlocks, fromPlane, toPlane} from './spatial-plane.js';
import {refineVertical} from './vertical-refinement.js';

const ROUNDS = 3;
const JITTER = 1e-9;

/**
 * Weights as `rank` filters of one column and then filters of one row, by alternating least squares on the outputs.
 *
 * The start: the (channel, row) side of the best weights is whitened by the covariance of the inputs, averaged over the
 * columns of a patch, decomposed, and un-whitened. Then each side in turn is solved for with the other one fixed.
 *
 * @param width - columns of a filter; index d of a patch is `(channel, row)·width + column`.
 */
export async function fitSpatially(
  problem: FitProblem,
  width: number,
  rank: number,
  gemm: Gemm,
): Promise<FittedFactors> {
  const blocks = columnBlocks(problem.quadratic, width);
  const whitener = await cholesky(meanBlock(blocks), gemm);
  let {vertical, horizontal} = await whitenedStart(problem, whitener, width, rank, gemm);
  for (let round = 0; round < ROUNDS; round += 1) {
    horizontal = await solveHorizontal(problem, blocks, vertical, width, gemm);
    if (round === ROUNDS - 1) break;
    vertical = await refineVertical({problem, whitener, width, gemm}, vertical, horizontal);
  }
  const plane = await gemm.multiply(transpose(vertical), horizontal);
  return {vertical, horizontal, weights: fromPlane(plane, width)};
}

/** Mean of the blocks on the diagonal: the covariance of one column of a patch. */
function meanBlock(blocks: readonly (readonly Matrix[])[]): Matrix {
  const [first] = blocks.flatMap((row, column) => row[column] ?? []);
  if (first === undefined) throw new RangeError('a filter has at least one column');
  const data = new Float64Array(first.data.length);
  for (const [column, row] of blocks.entries()) {
    const own = row[column]?.data ?? data;
    for (let index = 0; index < data.length; index += 1) {
      data[index] = (data[index] ?? 0) + (own[index] ?? 0) / blocks.length;
    }
  }
  return {...first, data};
}

async function whitenedStart(
  {target}: FitProblem,
  whitener: Matrix,
  width: number,
  rank: number,
  gemm: Gemm,
): Promise<{readonly vertical: Matrix; readonly horizontal: Matrix}> {
  const white = await gemm.multiply(transpose(whitener), toPlane(target, width));
  const {rows, columns, vertical, horizontal} = await factorize(white, rank, gemm);
  const left = transpose({rows: rank, columns: rows, data: Float64Array.from(vertical)});
  return {
    vertical: transpose(await solveUpper(whitener, left, gemm)),
    horizontal: {rows: rank, columns, data: Float64Array.from(horizontal)},
  };
}

/** Least squares for the second side: every output is a sum over `rank · width` responses of the first. */
async function solveHorizontal(
  {linear}: FitProblem,
  blocks: readonly (readonly Matrix[])[],
  vertical: Matrix,
  width: number,
  gemm: Gemm,
): Promise<Matrix> {
  const rank = vertical.rows;
  const upright = transpose(vertical);
  const gram = new Float64Array((width * rank) ** 2);
  for (const [j, row] of blocks.entries()) {
    for (const [i, block] of row.entries()) {
      const {data} = await gemm.multiply(await gemm.multiply(vertical, block), upright);
      for (let k = 0; k < rank; k += 1) {
        gram.set(data.subarray(k * rank, (k + 1) * rank), (j * rank + k) * width * rank + i * rank);
      }
    }
  }
  const lower = await cholesky(withJitter({rows: width * rank, columns: width * rank, data: gram}), gemm);
  const responses = await gemm.multiply(vertical, toPlane(linear, width));
  return fromBlocks(await solveFactored(lower, toBlocks(responses, width), gemm), width);
}

/** Filters that are nearly the same leave the problem nearly singular. */
function withJitter(matrix: Matrix): Matrix {
  const size = matrix.rows;
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += matrix.data[index * size + index] ?? 0;
  for (let index = 0; index < size; index += 1) {
    matrix.data[index * size + index] = (matrix.data[index * size + index] ?? 0) + (JITTER * trace) / size;
  }
  return matrix;
}

/** **Shape:** `[rank, N·width]` gives `[width·rank, N]`. */
function toBlocks({rows: rank, columns, data}: Matrix, width: number): Matrix {
  const filters = columns / width;
  const blocks = new Float64Array(data.length);
  for (let k = 0; k < rank; k += 1) {
    for (let n = 0; n < filters; n += 1) {
      for (let j = 0; j < width; j += 1) {
        blocks[(j * rank + k) * filters + n] = data[k * columns + n * width + j] ?? 0;
      }
    }
  }
  return {rows: width * rank, columns: filters, data: blocks};
}

/** **Shape:** `[width·rank, N]` gives `[rank, N·width]`. */
function fromBlocks({rows, columns: filters, data}: Matrix, width: number): Matrix {
  const rank = rows / width;
  const columns = filters * width;
  const joined = new Float64Array(data.length);
  for (let k = 0; k < rank; k += 1) {
    for (let n = 0; n < filters; n += 1) {
      for (let j = 0; j < width; j += 1) {
        joined[k * columns + n * width + j] = data[(j * rank + k) * filters + n] ?? 0;
      }
    }
  }
  return {rows: rank, columns, data: joined};
}

import type {Factors} from '../core/linear-algebra/factorize.js';
import type {Gemm, Matrix} from '../core/linear-algebra/matrix.js';
import {fitChannels} from '../core/low-rank/channel-fit.js';
import {fitError, poseFit, type FitProblem} from '../core/low-rank/fit-problem.js';
import type {FittedFactors} from '../core/low-rank/fitted-factors.js';
import type {Moments} from '../core/low-rank/moments.js';
import {fitSpatially} from '../core/low-rank/spatial-fit.js';
import {fromPlane} from '../core/low-rank/spatial-plane.js';
import type {PairScheme} from '../core/network/reduction.js';
import type {DecomposableOperator} from './decomposable.js';
import {pairValues, type PairContent} from './low-rank-operators.js';

/** Weight of the weights' own error beside that of the outputs, relative to the mean variance of the inputs. */
const RIDGE = 0.01;

/** Ranks that cost about the same, one for each scheme. */
export type SchemeRanks = Readonly<Partial<Record<PairScheme, number>>>;

/** What an operator is replaced by, and what that leaves of its outputs and of its weights. */
export interface OperatorFit extends PairContent {
  /** Root of the mean squared error of the outputs over their deviation; absent where no outputs were looked at. */
  readonly outputError?: number;
  readonly reconstructionError: number;
}

/** Fits both schemes to the outputs, and keeps the one that leaves less of an error. `moments`: one entry per group. */
export async function fitOperator(
  operator: DecomposableOperator,
  moments: readonly Moments[],
  ranks: SchemeRanks,
  gemm: Gemm,
): Promise<OperatorFit> {
  const width = operator.scheme === 'product' ? 1 : (operator.weightShape[3] ?? 1);
  const weights = operator.matrices().map((matrix) => fromPlane(matrix, width));
  const problems: FitProblem[] = [];
  for (const [group, own] of moments.entries()) {
    problems.push(await poseFit(own, weights[group] ?? {rows: 0, columns: 0, data: new Float64Array()}, RIDGE, gemm));
  }
  const fits: SchemeFit[] = [];
  for (const scheme of ['spatial', 'channel'] as const) {
    const rank = ranks[scheme];
    if (rank !== undefined) fits.push(await fitScheme(scheme, rank, problems, width, gemm));
  }
  const best = fits.reduce((least, fit) => (fit.error < least.error ? fit : least));
  const {scheme, rank, factors, error} = best;
  const variance = problems.reduce((sum, {constant}) => sum + constant, 0);
  const bias = meanCorrection(operator, moments, factors);
  const values = pairValues(operator, factors.map(toFactors), rank, scheme);
  return {
    scheme,
    rank,
    values: bias === undefined ? values : [...values, bias],
    outputError: variance === 0 ? 0 : Math.sqrt(error / variance),
    reconstructionError: relativeError(weights, factors),
  };
}

/** Whether the operator's second half can take a bias that mends the mean. */
export function takesBias({node}: DecomposableOperator): boolean {
  return node.opType !== 'MatMul';
}

interface SchemeFit {
  readonly scheme: PairScheme;
  readonly rank: number;
  readonly factors: readonly FittedFactors[];
  readonly error: number;
}

async function fitScheme(
  scheme: PairScheme,
  rank: number,
  problems: readonly FitProblem[],
  width: number,
  gemm: Gemm,
): Promise<SchemeFit> {
  const factors: FittedFactors[] = [];
  let error = 0;
  for (const problem of problems) {
    // Filters one column wide leave nothing to alternate: the exact solution is that of the other scheme.
    const exact = scheme === 'channel' || width === 1;
    const own = exact ? await fitChannels(problem, rank, gemm) : await fitSpatially(problem, width, rank, gemm);
    factors.push(own);
    error += await fitError(problem, own.weights, gemm);
  }
  return {scheme, rank, factors, error};
}

function toFactors({vertical, horizontal}: FittedFactors): Factors {
  return {
    rank: vertical.rows,
    rows: vertical.columns,
    columns: horizontal.columns,
    vertical: Float32Array.from(vertical.data),
    horizontal: Float32Array.from(horizontal.data),
  };
}

/** Bias with which the outputs have the mean that is wanted. */
function meanCorrection(
  operator: DecomposableOperator,
  moments: readonly Moments[],
  factors: readonly FittedFactors[],
): Float32Array<ArrayBuffer> | undefined {
  if (!takesBias(operator)) return undefined;
  return Float32Array.from(
    moments.flatMap(({meanInput, meanOutput}, group) => {
      const weights = factors[group]?.weights;
      return Array.from(meanOutput, (mean, row) => mean - rowProduct(weights, row, meanInput));
    }),
  );
}

function rowProduct(matrix: Matrix | undefined, row: number, vector: Float64Array): number {
  let sum = 0;
  for (let column = 0; column < vector.length; column += 1) {
    sum += (matrix?.data[row * vector.length + column] ?? 0) * (vector[column] ?? 0);
  }
  return sum;
}

function relativeError(weights: readonly Matrix[], factors: readonly FittedFactors[]): number {
  let [lost, whole] = [0, 0];
  for (const [group, {data}] of weights.entries()) {
    const fitted = factors[group]?.weights.data;
    for (let index = 0; index < data.length; index += 1) {
      lost += ((data[index] ?? 0) - (fitted?.[index] ?? 0)) ** 2;
      whole += (data[index] ?? 0) ** 2;
    }
  }
  return whole === 0 ? 0 : Math.sqrt(lost / whole);
}

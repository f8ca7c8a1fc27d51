import {cholesky, solveFactored} from '../linear-algebra/cholesky.js';
import {transpose, type Gemm, type Matrix} from '../linear-algebra/matrix.js';
import type {Moments} from './moments.js';

/**
 * Find weights of low rank whose outputs are closest to the wanted ones:
 * the least tr(W·A·Wᵀ) − 2·tr(W·Bᵀ) + outputVariance.
 *
 * A little of the error of the weights themselves is added to the error of the outputs, so that inputs which the
 * calibration never showed are not given away.
 */
export interface FitProblem {
  /** A, symmetric and positive definite. **Shape:** `[D, D]`. */
  readonly quadratic: Matrix;
  /** B. **Shape:** `[N, D]`. */
  readonly linear: Matrix;
  /** The best weights of full rank, B·A⁻¹. **Shape:** `[N, D]`. */
  readonly target: Matrix;
  readonly constant: number;
}

/** Poses the problem for an operator with the given weights `[N, D]`; `ridge` is relative to the mean input variance. */
export async function poseFit(
  {covariance, cross, outputVariance}: Moments,
  weights: Matrix,
  ridge: number,
  gemm: Gemm,
): Promise<FitProblem> {
  const size = covariance.rows;
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += covariance.data[index * size + index] ?? 0;
  // Inputs that are all constant still leave a problem that can be solved.
  const weight = trace === 0 ? 1 : (ridge * trace) / size;
  const quadratic = {...covariance, data: Float64Array.from(covariance.data)};
  for (let index = 0; index < size; index += 1) {
    quadratic.data[index * size + index] = (quadratic.data[index * size + index] ?? 0) + weight;
  }
  const linear = {...cross, data: cross.data.map((value, index) => value + weight * (weights.data[index] ?? 0))};
  const lower = await cholesky(quadratic, gemm);
  const target = transpose(await solveFactored(lower, transpose(linear), gemm));
  const norm = weights.data.reduce((sum, value) => sum + value * value, 0);
  return {quadratic, linear, target, constant: outputVariance + weight * norm};
}

/** What weights `[N, D]` leave of the error. */
export async function fitError(
  {quadratic, linear, constant}: FitProblem,
  weights: Matrix,
  gemm: Gemm,
): Promise<number> {
  const product = await gemm.multiply(weights, quadratic);
  let error = constant;
  for (let index = 0; index < weights.data.length; index += 1) {
    error += (weights.data[index] ?? 0) * ((product.data[index] ?? 0) - 2 * (linear.data[index] ?? 0));
  }
  return Math.max(0, error);
}

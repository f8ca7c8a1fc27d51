import {cholesky, solveFactored} from '../linear-algebra/cholesky.js';
import {transpose, type Gemm, type Matrix} from '../linear-algebra/matrix.js';
import type {FitProblem} from './fit-problem.js';
import {fromPlane, toPlane} from './spatial-plane.js';

const STEPS = 8;
/** Steps end early when the residual has fallen by this factor. */
const TOLERANCE = 1e-8;

/** What stays the same while the first side is refined. */
export interface RefinementSetting {
  readonly problem: FitProblem;
  /** Cholesky factor of the covariance of one column of a patch. */
  readonly whitener: Matrix;
  readonly width: number;
  readonly gemm: Gemm;
}

/**
 * Least squares for the first side with the second one fixed, by conjugate gradients: all its filters depend on each
 * other, and the system of `rank · rows` unknowns would be too large to solve at once.
 *
 * The preconditioner takes the columns of a patch as uncorrelated, which makes the system a Kronecker product.
 */
export async function refineVertical(setting: RefinementSetting, start: Matrix, horizontal: Matrix): Promise<Matrix> {
  const {problem, whitener, width, gemm} = setting;
  const mix = transpose(horizontal);
  const mixing = await cholesky(await gemm.multiply(horizontal, mix), gemm);
  const project = async (filters: Matrix) => transpose(await gemm.multiply(toPlane(filters, width), mix));
  const apply = async (vertical: Matrix) => {
    const weights = fromPlane(await gemm.multiply(transpose(vertical), horizontal), width);
    return project(await gemm.multiply(weights, problem.quadratic));
  };
  const precondition = async (residual: Matrix) =>
    transpose(await solveFactored(whitener, transpose(await solveFactored(mixing, residual, gemm)), gemm));
  return conjugateGradients(apply, precondition, await project(problem.linear), start);
}

type LinearMap = (matrix: Matrix) => Promise<Matrix>;

async function conjugateGradients(
  apply: LinearMap,
  precondition: LinearMap,
  right: Matrix,
  start: Matrix,
): Promise<Matrix> {
  const solution = copy(start);
  const residual = combine(right, -1, await apply(solution));
  let direction = await precondition(residual);
  let energy = inner(residual, direction);
  const enough = TOLERANCE * energy;
  for (let step = 0; step < STEPS && energy > enough; step += 1) {
    const applied = await apply(direction);
    const curvature = inner(direction, applied);
    if (!(curvature > 0)) break;
    addScaled(solution, energy / curvature, direction);
    addScaled(residual, -energy / curvature, applied);
    const conditioned = await precondition(residual);
    const next = inner(residual, conditioned);
    direction = combine(conditioned, next / energy, direction);
    energy = next;
  }
  return solution;
}

function copy(matrix: Matrix): Matrix {
  return {...matrix, data: Float64Array.from(matrix.data)};
}

/** a + factor·b. */
function combine(a: Matrix, factor: number, b: Matrix): Matrix {
  const sum = copy(a);
  addScaled(sum, factor, b);
  return sum;
}

function addScaled({data}: Matrix, factor: number, {data: values}: Matrix): void {
  for (let index = 0; index < data.length; index += 1) data[index] = (data[index] ?? 0) + factor * (values[index] ?? 0);
}

function inner({data: a}: Matrix, {data: b}: Matrix): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

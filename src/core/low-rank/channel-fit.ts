import {leadingEigenvectors} from '../linear-algebra/eigenvectors.js';
import {transpose, type Gemm, type Matrix} from '../linear-algebra/matrix.js';
import type {FitProblem} from './fit-problem.js';
import type {FittedFactors} from './fitted-factors.js';

/**
 * Weights as `rank` filters of full size and a mix of their responses: the exact solution.
 *
 * The responses of the best weights of full rank are projected onto their principal components.
 * **Source:** Zhang et al. 2016, "Accelerating Very Deep Convolutional Networks for Classification and Detection", §3.1.
 */
export async function fitChannels(problem: FitProblem, rank: number, gemm: Gemm): Promise<FittedFactors> {
  const {target, linear} = problem;
  const responses = await gemm.multiply(target, transpose(linear));
  const components = await leadingEigenvectors(symmetric(responses), rank, gemm);
  const filters = await gemm.multiply(components, target);
  return {vertical: filters, horizontal: components, weights: await gemm.multiply(transpose(components), filters)};
}

/** Rounding leaves the product a little unsymmetric, which the eigensolver takes as it is. */
function symmetric({rows: size, data}: Matrix): Matrix {
  const even = new Float64Array(data.length);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      even[row * size + column] = ((data[row * size + column] ?? 0) + (data[column * size + row] ?? 0)) / 2;
    }
  }
  return {rows: size, columns: size, data: even};
}

import {truncationError} from '../core/linear-algebra/truncation-error.js';
import type {DecomposableOperator} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import type {OperatorFit} from './fit-operator.js';
import {pairValues} from './low-rank-operators.js';

/** The best approximation of an operator's weights as such, whatever its inputs are. */
export async function truncateOperator(
  operator: DecomposableOperator,
  rank: number,
  cache: FactorCache,
): Promise<OperatorFit> {
  // Always of the highest useful rank, so that one entry of the cache serves all ranks.
  const kept = Math.max(rank, Math.floor(operator.breakEven));
  const matrices = operator.matrices();
  const factors = await Promise.all(matrices.map((matrix) => cache.factors(matrix, kept)));
  return {
    scheme: 'spatial',
    rank,
    values: pairValues(operator, factors, rank, 'spatial'),
    reconstructionError: truncationError(matrices, factors, rank),
  };
}

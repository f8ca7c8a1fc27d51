import {truncationError} from '../core/linear-algebra/truncation-error.js';
import type {DecomposableOperator} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import type {OperatorFit} from './fit-operator.js';
import {pairValues} from './low-rank-operators.js';

/** The best approximations of an operator's weights as such, whatever its inputs are: by rank. */
export async function truncateOperator(
  operator: DecomposableOperator,
  ranks: ReadonlySet<number>,
  cache: FactorCache,
): Promise<ReadonlyMap<number, OperatorFit>> {
  // Always of the highest useful rank, so that one entry of the cache serves all ranks.
  const kept = Math.max(...ranks, Math.floor(operator.breakEven));
  const matrices = operator.matrices();
  const factors = await Promise.all(matrices.map((matrix) => cache.factors(matrix, kept)));
  const toFit = (rank: number): OperatorFit => ({
    scheme: 'spatial',
    rank,
    values: pairValues(operator, factors, rank, 'spatial'),
    reconstructionError: truncationError(matrices, factors, rank),
  });
  return new Map(Array.from(ranks, (rank) => [rank, toFit(rank)]));
}

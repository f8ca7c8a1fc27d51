import type {ModelProto, NodeProto, TensorProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {decomposable} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import {lowRankPair, type LowRankPair} from './low-rank-operators.js';
import {serializeModel} from './model.js';
import {replaceOperators} from './rewrite.js';
import {findWeights} from './weights.js';

/**
 * Replaces the operators that read the named weights, each by two of the rank given for it, and returns the model's
 * bytes. Ranks are taken as they are, useful or not.
 *
 * **Errors:** DataError for a weight that no operator can be decomposed by.
 */
export async function decomposeOperators(
  proto: ModelProto,
  ranks: ReadonlyMap<string, number>,
  cache: FactorCache,
): Promise<Uint8Array> {
  const {graph} = proto;
  const weights = graph === undefined ? new Map<string, TensorProto>() : findWeights(graph);
  const pairs = new Map<NodeProto, LowRankPair>();
  const missing = new Set(ranks.keys());
  for (const node of graph?.node ?? []) {
    const rank = ranks.get(node.input[1] ?? '');
    const operator = rank === undefined ? undefined : decomposable(node, weights);
    if (rank === undefined || operator === undefined) continue;
    const factors = await Promise.all(operator.matrices().map((matrix) => cache.factors(matrix, rank)));
    pairs.set(node, lowRankPair(operator, factors, rank));
    missing.delete(operator.weightName);
  }
  if (missing.size > 0) throw new DataError(`No operator can be decomposed by ${[...missing].join(', ')}.`);
  return serializeModel(replaceOperators(proto, pairs));
}

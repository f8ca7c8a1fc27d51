import type {ModelProto} from 'onnx-buf';

import {sumCosts} from '../core/network/cost.js';
import type {Layer, LayerCost, Variant} from '../core/network/network.js';
import {RANK_FRACTIONS, RANK_MULTIPLE, usefulRank} from '../core/network/rank.js';
import {decomposable, type DecomposableOperator} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import {betweenShape, lowRankPair, type LowRankPair} from './low-rank-operators.js';
import {serializeModel} from './model.js';
import {operatorCost, type TensorInfos} from './operator-cost.js';
import type {PartitionedModel} from './partition.js';
import {replaceOperators} from './rewrite.js';
import {findWeights} from './weights.js';

/** A variant that saves less of its layer's FLOPs than this is not worth its place in a table. */
const MIN_SAVED_SHARE = 0.05;
const BYTES_PER_FLOAT = 4;

export interface LowRankOptions {
  readonly cache: FactorCache;
  /** Shares of the break-even rank, highest first. */
  readonly fractions?: readonly number[];
  /** Ranks are rounded to a multiple of this; 1 takes them as they come. */
  readonly rankMultiple?: number;
}

/** A network with low-rank variants of every layer that can profit from them. */
export async function addLowRankVariants(
  model: PartitionedModel,
  {cache, fractions = RANK_FRACTIONS, rankMultiple = RANK_MULTIPLE}: LowRankOptions,
): Promise<PartitionedModel> {
  const layers: Layer[] = [];
  const parts: Uint8Array[][] = [];
  for (const [index, layer] of model.network.layers.entries()) {
    const original = model.originals[index];
    const built =
      original === undefined ? [] : await buildVariants(original, layer, model.infos, {cache, fractions, rankMultiple});
    layers.push({...layer, variants: [layer.variants[0], ...built.map(({variant}) => variant)]});
    parts.push([...(model.parts[index] ?? []).slice(0, 1), ...built.map(({part}) => part)]);
  }
  return {...model, network: {...model.network, layers}, parts};
}

interface BuiltVariant {
  readonly variant: Variant;
  readonly part: Uint8Array;
}

/** An operator with its factors of the highest rank that can be useful. */
interface FactoredOperator {
  readonly operator: DecomposableOperator;
  readonly pairOfRank: (rank: number) => LowRankPair;
}

async function buildVariants(
  original: ModelProto,
  layer: Layer,
  infos: TensorInfos,
  {cache, fractions, rankMultiple}: Required<LowRankOptions>,
): Promise<readonly BuiltVariant[]> {
  const operators = await factorOperators(original, cache);
  const originalCost = layer.variants[0].cost;
  const built: BuiltVariant[] = [];
  let flopsBefore = originalCost.flops;
  for (const rankFraction of fractions) {
    const chosen = chooseRanks(operators, rankFraction, rankMultiple, infos);
    const cost = variantCost(originalCost, chosen, infos);
    // Equal ranks give equal FLOPs: this also drops a fraction that rounding makes equal to the one before it.
    if (cost.flops >= flopsBefore || cost.flops > (1 - MIN_SAVED_SHARE) * originalCost.flops) continue;
    flopsBefore = cost.flops;
    const pairs = new Map(chosen.map(({operator, pair}) => [operator.node, pair]));
    const ranks = chosen.map(({rank}) => rank);
    built.push({
      variant: {ordinal: built.length + 1, scheme: 'low-rank', rankFraction, ranks, cost},
      part: serializeModel(replaceOperators(original, pairs)),
    });
  }
  return built;
}

async function factorOperators({graph}: ModelProto, cache: FactorCache): Promise<readonly FactoredOperator[]> {
  if (graph === undefined) return [];
  const weights = findWeights(graph);
  const factored: FactoredOperator[] = [];
  for (const node of graph.node) {
    const operator = decomposable(node, weights);
    const highest = Math.floor(operator?.breakEven ?? 0);
    if (operator === undefined || highest < 1) continue;
    const factors = await Promise.all(operator.matrices.map((matrix) => cache.factors(matrix, highest)));
    factored.push({operator, pairOfRank: (rank) => lowRankPair(operator, factors, rank)});
  }
  return factored;
}

interface ChosenPair {
  readonly operator: DecomposableOperator;
  readonly rank: number;
  readonly pair: LowRankPair;
  readonly cost: LayerCost;
}

/** Operators that do less work as a pair of this rank; the others stay as they are. */
function chooseRanks(
  operators: readonly FactoredOperator[],
  fraction: number,
  multiple: number,
  infos: TensorInfos,
): readonly ChosenPair[] {
  return operators.flatMap(({operator, pairOfRank}) => {
    const rank = usefulRank(operator.breakEven, fraction, multiple);
    if (rank === undefined) return [];
    const pair = pairOfRank(rank);
    const cost = pairCost(operator, pair, infos);
    return cost.flops < operatorCost(operator.node, infos).flops ? [{operator, rank, pair, cost}] : [];
  });
}

function pairCost(operator: DecomposableOperator, pair: LowRankPair, infos: TensorInfos): LayerCost {
  const float = (shape: readonly number[]) => ({shape, bytesPerElement: BYTES_PER_FLOAT});
  const between = pair.nodes[0].output[0] ?? '';
  const known = new Map(infos).set(between, float(betweenShape(operator, pair, infos)));
  for (const {name, dims} of pair.weights) known.set(name, float(dims.map(Number)));
  return sumCosts(pair.nodes.map((node) => operatorCost(node, known)));
}

function variantCost(original: LayerCost, chosen: readonly ChosenPair[], infos: TensorInfos): LayerCost {
  const removed = sumCosts(chosen.map(({operator}) => operatorCost(operator.node, infos)));
  const added = sumCosts(chosen.map(({cost}) => cost));
  return {
    flops: original.flops - removed.flops + added.flops,
    bytes: original.bytes - removed.bytes + added.bytes,
    operatorCount: original.operatorCount - removed.operatorCount + added.operatorCount,
  };
}

import {elementCount, sumCosts} from '../core/network/cost.js';
import type {Layer, LayerCost} from '../core/network/network.js';
import {breakEvenRank} from '../core/network/rank.js';
import type {PairScheme} from '../core/network/reduction.js';
import type {DecomposableOperator} from './decomposable.js';
import {betweenShape, pairForm} from './low-rank-operators.js';
import {operatorCost, type TensorInfos} from './operator-cost.js';
import type {Rung} from './rank-ladder.js';

/** A variant that saves less of its layer's FLOPs than this is not worth its place in a table. */
const MIN_SAVED_SHARE = 0.05;
/** By how much the channel scheme may exceed what the spatial one costs, where ranks are rounded. */
const EQUAL_COST = 1.05;
const BYTES_PER_FLOAT = 4;

/** An operator, and the rank that a variant gives it in the spatial scheme. */
export interface ChosenRank {
  readonly operator: DecomposableOperator;
  readonly rank: number;
}

/** A variant of a layer, as far as it can be told from shapes alone. */
export interface VariantPlan {
  /** Position of its rung in the ladder. */
  readonly rung: number;
  readonly rankFraction: number;
  readonly chosen: readonly ChosenRank[];
}

/** Variants that rungs give a layer. */
export function planVariants(
  operators: readonly DecomposableOperator[],
  layer: Layer,
  infos: TensorInfos,
  rungs: readonly Rung[],
): readonly VariantPlan[] {
  const originalCost = layer.variants[0].cost;
  const plans: VariantPlan[] = [];
  let flopsBefore = originalCost.flops;
  for (const [index, rung] of rungs.entries()) {
    const chosen = chooseRanks(operators, rung, infos);
    const {flops} = variantCost(originalCost, chosen.map(spatial), infos);
    // Equal ranks give equal FLOPs: this also drops a fraction that rounding makes equal to the one before it.
    const saves = flops < flopsBefore && flops <= (1 - MIN_SAVED_SHARE) * originalCost.flops;
    if (chosen.length === 0 || (rung.fraction !== undefined && !saves)) continue;
    flopsBefore = flops;
    plans.push({rung: index, rankFraction: rung.fraction ?? meanFraction(chosen), chosen});
  }
  return plans;
}

/** An operator in the form that takes its place. */
export interface ReplacedOperator extends ChosenRank {
  readonly scheme: PairScheme;
}

/** What a layer costs with some of its operators replaced. */
export function variantCost(original: LayerCost, replaced: readonly ReplacedOperator[], infos: TensorInfos): LayerCost {
  const removed = sumCosts(replaced.map(({operator}) => operatorCost(operator.node, infos)));
  const added = sumCosts(replaced.map((pair) => pairCost(pair, infos)));
  return {
    flops: original.flops - removed.flops + added.flops,
    bytes: original.bytes - removed.bytes + added.bytes,
    operatorCount: original.operatorCount - removed.operatorCount + added.operatorCount,
  };
}

/**
 * The rank of the channel scheme that costs as much as the given one of the spatial scheme; undefined when there is none,
 * or when both are the same.
 */
export function equalChannelRank(
  {operator, rank}: ChosenRank,
  multiple: number,
  infos: TensorInfos,
): number | undefined {
  if (operator.scheme === 'product' || operator.weightShape[3] === 1) return undefined;
  const cost = (scheme: PairScheme, own: number) => pairCost({operator, rank: own, scheme}, infos).flops;
  const allowed = cost('spatial', rank) * (multiple === 1 ? 1 : EQUAL_COST);
  const [filters = 0, ...filterShape] = operator.weightShape;
  const limit = breakEvenRank(filters / operator.groups, elementCount(filterShape));
  for (let own = Math.floor(limit / multiple) * multiple; own > 0; own -= multiple) {
    if (cost('channel', own) <= allowed) return own;
  }
  return undefined;
}

function spatial(chosen: ChosenRank): ReplacedOperator {
  return {...chosen, scheme: 'spatial'};
}

function meanFraction(chosen: readonly ChosenRank[]): number {
  return chosen.reduce((sum, {operator, rank}) => sum + rank / operator.breakEven, 0) / chosen.length;
}

/** On a rung of the ladder only operators that do less work as a pair; those with a rank by number in any case. */
function chooseRanks(
  operators: readonly DecomposableOperator[],
  rung: Rung,
  infos: TensorInfos,
): readonly ChosenRank[] {
  return operators.flatMap((operator) => {
    const rank = rung.rankOf(operator);
    if (rank === undefined) return [];
    const cost = pairCost(spatial({operator, rank}), infos);
    const saves = cost.flops < operatorCost(operator.node, infos).flops;
    return saves || rung.fraction === undefined ? [{operator, rank}] : [];
  });
}

function pairCost({operator, rank, scheme}: ReplacedOperator, infos: TensorInfos): LayerCost {
  const float = (shape: readonly number[]) => ({shape, bytesPerElement: BYTES_PER_FLOAT});
  const form = pairForm(operator, rank, scheme);
  const known = new Map(infos).set(form.nodes[0].output[0] ?? '', float(betweenShape(operator, form, infos)));
  for (const [which, node] of form.nodes.entries()) {
    known.set(node.input[1] ?? '', float(form.weightShapes[which] ?? []));
  }
  return sumCosts(form.nodes.map((node) => operatorCost(node, known)));
}

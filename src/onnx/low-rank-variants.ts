import type {ModelProto} from 'onnx-buf';

import {truncationError} from '../core/linear-algebra/truncation-error.js';
import {sumCosts} from '../core/network/cost.js';
import type {Layer, LayerCost, Variant} from '../core/network/network.js';
import {RANK_FRACTIONS, RANK_MULTIPLE} from '../core/network/rank.js';
import type {OperatorReduction} from '../core/network/reduction.js';
import {decomposable, type DecomposableOperator} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import {betweenShape, lowRankPair, pairForm, type LowRankPair} from './low-rank-operators.js';
import {serializeModel} from './model.js';
import {operatorCost, type TensorInfos} from './operator-cost.js';
import type {PartitionedModel} from './partition.js';
import {assertKnownNames, exactRung, fractionRungs, type ExactRanks, type Rung} from './rank-ladder.js';
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
  /** Takes the place of both: one variant of just these ranks, whether they save anything or not. */
  readonly exactRanks?: ExactRanks;
}

/** A network with variants, and with what became of each operator. */
export interface LowRankModel extends PartitionedModel {
  /** `reductions[layer][variant]`: the operators that the variant replaces; none in the original. */
  readonly reductions: readonly (readonly (readonly OperatorReduction[])[])[];
}

/**
 * A network with low-rank variants of every layer that can profit from them.
 *
 * **Errors:** UsageError for an exact rank that no operator can have.
 */
export async function addLowRankVariants(model: PartitionedModel, options: LowRankOptions): Promise<LowRankModel> {
  const {exactRanks, fractions = RANK_FRACTIONS, rankMultiple = RANK_MULTIPLE} = options;
  const operators = model.originals.map(findOperators);
  if (exactRanks !== undefined) assertKnownNames(exactRanks, operators.flat());
  const rungs = exactRanks === undefined ? fractionRungs(fractions, rankMultiple) : [exactRung(exactRanks)];

  const layers: Layer[] = [];
  const parts: Uint8Array[][] = [];
  const reductions: (readonly OperatorReduction[])[][] = [];
  for (const [index, layer] of model.network.layers.entries()) {
    const plans = planVariants(operators[index] ?? [], layer, model.infos, rungs);
    const built: BuiltVariant[] = [];
    for (const plan of plans) built.push(await buildVariant(model.originals[index], plan, options.cache));
    layers.push({...layer, variants: [layer.variants[0], ...plans.map(({variant}) => variant)]});
    parts.push([...(model.parts[index] ?? []).slice(0, 1), ...built.map(({part}) => part)]);
    reductions.push([[], ...built.map((variant) => variant.reductions)]);
  }
  return {...model, network: {...model.network, layers}, parts, reductions};
}

/** An operator, and the rank that a variant gives it. */
interface ChosenRank {
  readonly operator: DecomposableOperator;
  readonly rank: number;
  readonly cost: LayerCost;
}

interface VariantPlan {
  readonly variant: Variant;
  readonly chosen: readonly ChosenRank[];
}

interface BuiltVariant {
  readonly part: Uint8Array;
  readonly reductions: readonly OperatorReduction[];
}

function findOperators({graph}: ModelProto): readonly DecomposableOperator[] {
  if (graph === undefined) return [];
  const weights = findWeights(graph);
  return graph.node.flatMap((node) => decomposable(node, weights) ?? []);
}

/** Variants that rungs give a layer, as far as they can be told from shapes alone. */
function planVariants(
  operators: readonly DecomposableOperator[],
  layer: Layer,
  infos: TensorInfos,
  rungs: readonly Rung[],
): readonly VariantPlan[] {
  const originalCost = layer.variants[0].cost;
  const plans: VariantPlan[] = [];
  let flopsBefore = originalCost.flops;
  for (const rung of rungs) {
    const chosen = chooseRanks(operators, rung, infos);
    const cost = variantCost(originalCost, chosen, infos);
    // Equal ranks give equal FLOPs: this also drops a fraction that rounding makes equal to the one before it.
    const saves = cost.flops < flopsBefore && cost.flops <= (1 - MIN_SAVED_SHARE) * originalCost.flops;
    if (chosen.length === 0 || (rung.fraction !== undefined && !saves)) continue;
    flopsBefore = cost.flops;
    const ranks = chosen.map(({rank}) => rank);
    const rankFraction = rung.fraction ?? meanFraction(chosen);
    plans.push({chosen, variant: {ordinal: plans.length + 1, scheme: 'low-rank', rankFraction, ranks, cost}});
  }
  return plans;
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
    const cost = pairCost(operator, rank, infos);
    const saves = cost.flops < operatorCost(operator.node, infos).flops;
    return saves || rung.fraction === undefined ? [{operator, rank, cost}] : [];
  });
}

async function buildVariant(
  original: ModelProto | undefined,
  {chosen}: VariantPlan,
  cache: FactorCache,
): Promise<BuiltVariant> {
  if (original === undefined) throw new RangeError('every layer has an original part');
  const pairs = new Map<DecomposableOperator['node'], LowRankPair>();
  const reductions: OperatorReduction[] = [];
  for (const {operator, rank} of chosen) {
    const {pair, reconstructionError} = await factorOperator(operator, rank, cache);
    pairs.set(operator.node, pair);
    reductions.push({operator: operator.node.name, rank, breakEvenRank: operator.breakEven, reconstructionError});
  }
  return {part: serializeModel(replaceOperators(original, pairs)), reductions};
}

async function factorOperator(
  operator: DecomposableOperator,
  rank: number,
  cache: FactorCache,
): Promise<{readonly pair: LowRankPair; readonly reconstructionError: number}> {
  // Always of the highest useful rank, so that one entry of the cache serves all ranks.
  const kept = Math.max(rank, Math.floor(operator.breakEven));
  const matrices = operator.matrices();
  const factors = await Promise.all(matrices.map((matrix) => cache.factors(matrix, kept)));
  return {pair: lowRankPair(operator, factors, rank), reconstructionError: truncationError(matrices, factors, rank)};
}

function pairCost(operator: DecomposableOperator, rank: number, infos: TensorInfos): LayerCost {
  const float = (shape: readonly number[]) => ({shape, bytesPerElement: BYTES_PER_FLOAT});
  const form = pairForm(operator, rank);
  const known = new Map(infos).set(form.nodes[0].output[0] ?? '', float(betweenShape(operator, form, infos)));
  for (const [which, node] of form.nodes.entries()) {
    known.set(node.input[1] ?? '', float(form.weightShapes[which] ?? []));
  }
  return sumCosts(form.nodes.map((node) => operatorCost(node, known)));
}

function variantCost(original: LayerCost, chosen: readonly ChosenRank[], infos: TensorInfos): LayerCost {
  const removed = sumCosts(chosen.map(({operator}) => operatorCost(operator.node, infos)));
  const added = sumCosts(chosen.map(({cost}) => cost));
  return {
    flops: original.flops - removed.flops + added.flops,
    bytes: original.bytes - removed.bytes + added.bytes,
    operatorCount: original.operatorCount - removed.operatorCount + added.operatorCount,
  };
}

import type {ModelProto} from 'onnx-buf';

import type {Layer, Variant} from '../core/network/network.js';
import {RANK_FRACTIONS, RANK_MULTIPLE} from '../core/network/rank.js';
import type {OperatorReduction} from '../core/network/reduction.js';
import {decomposable, type DecomposableOperator} from './decomposable.js';
import type {FactorCache} from './factor-cache.js';
import {fitVariants, type Calibration} from './fit-variants.js';
import type {OperatorFit} from './fit-operator.js';
import {pairOfValues} from './low-rank-operators.js';
import {serializeModel} from './model.js';
import type {PartitionedModel} from './partition.js';
import {assertKnownNames, exactRung, fractionRungs, type ExactRanks} from './rank-ladder.js';
import {replaceOperators} from './rewrite.js';
import {truncateOperator} from './truncate-operator.js';
import {planVariants, variantCost, type VariantPlan} from './variant-plan.js';
import {findWeights} from './weights.js';

export interface LowRankOptions {
  readonly cache: FactorCache;
  /** Shares of the break-even rank, highest first. */
  readonly fractions?: readonly number[];
  /** Ranks are rounded to a multiple of this; 1 takes them as they come. */
  readonly rankMultiple?: number;
  /** Takes the place of both: one variant of just these ranks, whether they save anything or not. */
  readonly exactRanks?: ExactRanks;
  /** Inputs to fit the variants to; without them the weights alone are approximated. */
  readonly calibration?: Calibration;
  /** Called behind every layer; what it throws ends the work. */
  readonly onLayer?: ((done: number, total: number) => void) | undefined;
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
  const {exactRanks, fractions = RANK_FRACTIONS, rankMultiple = RANK_MULTIPLE, calibration} = options;
  const {cache, onLayer = () => undefined} = options;
  const operators = model.originals.map(findOperators);
  if (exactRanks !== undefined) assertKnownNames(exactRanks, operators.flat());
  const rungs = exactRanks === undefined ? fractionRungs(fractions, rankMultiple) : [exactRung(exactRanks)];
  const plans = model.network.layers.map((layer, index) =>
    planVariants(operators[index] ?? [], layer, model.infos, rungs),
  );
  const multiple = exactRanks === undefined ? rankMultiple : 1;
  const fits =
    calibration === undefined
      ? await truncateAll(plans, cache, onLayer)
      : await fitVariants(model, plans, {calibration, cache, multiple, ways: rungs.length, onLayer});
  const layers = model.network.layers.map((layer, index) =>
    buildLayer({layer, plans: plans[index] ?? [], fits: fits[index] ?? []}, model, index),
  );
  return {
    ...model,
    network: {...model.network, layers: layers.map(({layer}) => layer)},
    parts: layers.map(({parts}) => parts),
    reductions: layers.map(({reductions}) => reductions),
  };
}

function findOperators({graph}: ModelProto): readonly DecomposableOperator[] {
  if (graph === undefined) return [];
  const weights = findWeights(graph);
  return graph.node.flatMap((node) => decomposable(node, weights) ?? []);
}

/** Fits of a layer, one list per variant. */
type LayerFits = readonly (readonly OperatorFit[])[];

async function truncateAll(
  plans: readonly (readonly VariantPlan[])[],
  cache: FactorCache,
  onLayer: (done: number, total: number) => void,
): Promise<readonly LayerFits[]> {
  const fits: LayerFits[] = [];
  for (const variants of plans) {
    fits.push(await truncateLayer(variants, cache));
    onLayer(fits.length, plans.length);
  }
  return fits;
}

/** Reads and factors the weights of every operator once, for all variants. */
async function truncateLayer(variants: readonly VariantPlan[], cache: FactorCache): Promise<LayerFits> {
  const fits = new Map<DecomposableOperator, ReadonlyMap<number, OperatorFit>>();
  const choices = variants.flatMap(({chosen}) => chosen);
  for (const operator of new Set(choices.map((choice) => choice.operator))) {
    const ranks = new Set(choices.flatMap((choice) => (choice.operator === operator ? [choice.rank] : [])));
    fits.set(operator, await truncateOperator(operator, ranks, cache));
  }
  return variants.map(({chosen}) => chosen.flatMap(({operator, rank}) => fits.get(operator)?.get(rank) ?? []));
}

/** A layer with the plans of its variants and what was fitted for them. */
interface FittedLayer {
  readonly layer: Layer;
  readonly plans: readonly VariantPlan[];
  readonly fits: LayerFits;
}

interface BuiltLayer {
  readonly layer: Layer;
  readonly parts: readonly Uint8Array[];
  readonly reductions: readonly (readonly OperatorReduction[])[];
}

function buildLayer({layer, plans, fits}: FittedLayer, model: PartitionedModel, index: number): BuiltLayer {
  const original = model.originals[index];
  if (original === undefined) throw new RangeError('every layer has an original part');
  const built = plans.map(({rankFraction, chosen}, position) => {
    const replaced = chosen.map(({operator}, order) => ({operator, ...fitAt(fits, position, order)}));
    const pairs = new Map(replaced.map((fit) => [fit.operator.node, pairOfValues(fit.operator, fit)]));
    const variant: Variant = {
      ordinal: position + 1,
      scheme: 'low-rank',
      rankFraction,
      ranks: replaced.map(({rank}) => rank),
      cost: variantCost(layer.variants[0].cost, replaced, model.infos),
    };
    const part = serializeModel(replaceOperators(original, pairs));
    return {variant, part, reductions: replaced.map(toReduction)};
  });
  return {
    layer: {...layer, variants: [layer.variants[0], ...built.map(({variant}) => variant)]},
    parts: [...(model.parts[index] ?? []).slice(0, 1), ...built.map(({part}) => part)],
    reductions: [[], ...built.map(({reductions}) => reductions)],
  };
}

function fitAt(fits: LayerFits, variant: number, order: number): OperatorFit {
  const fit = fits[variant]?.[order];
  if (fit === undefined) throw new RangeError('every chosen operator was fitted');
  return fit;
}

function toReduction({
  operator,
  scheme,
  rank,
  reconstructionError,
  outputError,
}: OperatorFit & {readonly operator: DecomposableOperator}): OperatorReduction {
  return {
    operator: operator.node.name,
    scheme,
    rank,
    breakEvenRank: operator.breakEven,
    reconstructionError,
    ...(outputError === undefined ? {} : {outputError}),
  };
}

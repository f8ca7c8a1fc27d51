import type {ModelProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {sumCosts} from '../core/network/cost.js';
import type {DimensionSizes, Engine, Layer, Network} from '../core/network/network.js';
import type {CutPoint} from './cut-points.js';
import {checkEquivalence} from './equivalence.js';
import {examineModel, type ExaminedModel} from './examine.js';
import {layerName} from './layer-name.js';
import {bordersByFlops, planLayers, type LayerPlan} from './layer-plan.js';
import {runWithOutputs} from './measure-tensors.js';
import {serializeModel, type OnnxModel} from './model.js';
import {operatorCost, type TensorInfos} from './operator-cost.js';
import {extractPart} from './part.js';
import {isQuantized} from './seam-tensors.js';

/** Layers below this share of a network's FLOPs are too short to be worth a decision of their own. */
const DEFAULT_MIN_FLOP_SHARE = 0.01;

export interface PartitionOptions {
  readonly batch: number;
  readonly engine: Engine;
  readonly runtime: InferenceRuntime;
  /** A layer holds at least this share of the network's FLOPs; 0 cuts wherever a cut is possible. */
  readonly minFlopShare?: number;
  /** Tensors alive at a cut at most, small ones not counted; 1 where it is absent, 2 also cuts inside residual blocks. */
  readonly maxLive?: number;
  /** Sizes of dimensions that the model leaves open, beside the batch. */
  readonly dimensions?: DimensionSizes;
}

/** A partitioned network with what the low-rank rewriting needs to know of it. */
export interface PartitionedModel extends PartitionedNetwork {
  /** One part per layer: the originals, decoded. */
  readonly originals: readonly ModelProto[];
  readonly infos: TensorInfos;
}

/**
 * Cuts a model into a chain of layers for one batch and one engine, and checks that the chain equals the model.
 *
 * **Errors:** DataError when the model cannot be run or cut, or when a tensor differs from the whole model's.
 */
export async function partitionModel(model: OnnxModel, options: PartitionOptions): Promise<PartitionedModel> {
  const examined = await examineModel(model, options);
  const {topology, borders, infos} = examined;
  const {minFlopShare = DEFAULT_MIN_FLOP_SHARE} = options;
  return cutModel(examined, bordersByFlops(topology.nodes, borders, infos, minFlopShare), options);
}

/** Cuts an examined model at some of its borders, the first and the last among them. */
export async function cutModel(
  examined: ExaminedModel,
  borders: readonly CutPoint[],
  {batch, engine, runtime}: Pick<PartitionOptions, 'batch' | 'engine' | 'runtime'>,
): Promise<PartitionedModel> {
  const {model, io, topology, tensors, infos} = examined;
  const plans = planLayers(topology.nodes, borders);
  const originals = plans.map((plan) => extractPart(model, topology, plan, tensors));
  const layers = plans.map((plan, ordinal) => originalLayer(plan, ordinal, infos));
  const parts = originals.map((proto) => serializeModel(proto));
  await checkChain(examined, layers, parts, borders, runtime);
  return {
    network: {...identityOf(examined, batch, engine), layers},
    parts: parts.map((part) => [part]),
    seams: borders.map((border) => border.tensors),
    inputs: io.inputs,
    inputShape: io.inputs[0].shape,
    outputShape: outputShape(examined),
    originals,
    infos,
  };
}

function identityOf({model, io}: ExaminedModel, batch: number, engine: Engine): Omit<Network, 'layers'> {
  const {name, contentHash} = model;
  const {dimensions} = io;
  return {name, contentHash, batch, engine, ...(Object.keys(dimensions).length === 0 ? {} : {dimensions})};
}

function originalLayer({nodes}: LayerPlan, ordinal: number, infos: TensorInfos): Layer {
  const cost = sumCosts(nodes.map((node) => operatorCost(node, infos)));
  return {
    ordinal,
    name: nodes[0] === undefined ? '' : layerName(nodes[0], ordinal),
    operators: nodes.map(({opType}) => opType),
    variants: [{ordinal: 0, scheme: 'original', rankFraction: 1, ranks: [], cost}],
  };
}

async function checkChain(
  {model, io, topology, input, tensors}: ExaminedModel,
  layers: readonly Layer[],
  parts: readonly Uint8Array[],
  seams: readonly CutPoint[],
  runtime: InferenceRuntime,
): Promise<void> {
  const seamNames = [...new Set(seams.flatMap((seam) => seam.tensors))];
  const compared = layers.map(({name, ordinal}) => ({name, part: parts[ordinal] ?? new Uint8Array()}));
  const inputNames = io.inputs.map(({name}) => name);
  // Rounding to small integers depends on which operators run as one: the whole model must be optimised as the parts are.
  const reference = topology.nodes.some(isQuantized)
    ? await runWithOutputs(model, seamNames, input, runtime, {})
    : tensors;
  await checkEquivalence(compared, inputNames, reference, runtime, model.place);
}

function outputShape({model, io, infos}: ExaminedModel): readonly number[] {
  const [outputName] = io.outputNames;
  const shape = infos.get(outputName)?.shape ?? [];
  if (shape.includes(0)) {
    throw new DataError(`Output ${outputName} of ${model.place} is ${shape.join('×')}: it holds no values.`);
  }
  if (shape[0] === io.inputs[0].shape[0]) return shape;
  throw new DataError(
    `Output ${outputName} of ${model.place} is ${shape.join('×')}: its first dimension is not the batch.`,
  );
}

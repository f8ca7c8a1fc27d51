import type {ModelProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {sumCosts} from '../core/network/cost.js';
import type {Engine, Layer} from '../core/network/network.js';
import {seededTensor} from '../core/seeded-tensor.js';
import {findCutPoints} from './cut-points.js';
import {checkEquivalence} from './equivalence.js';
import {modelInterface, type ModelInterface} from './interface.js';
import {layerName} from './layer-name.js';
import {planLayers, type LayerPlan} from './layer-plan.js';
import {runWithAllOutputs, tensorInfos} from './measure-tensors.js';
import {serializeModel, type OnnxModel} from './model.js';
import {operatorCost, type TensorInfos} from './operator-cost.js';
import {extractPart} from './part.js';
import {readTopology} from './topology.js';

/** Layers below this share of a network's FLOPs are too short to be worth a decision of their own. */
const DEFAULT_MIN_FLOP_SHARE = 0.01;
/** Any seed will do; a fixed one makes failures repeatable. */
const CHECK_SEED = 1;

export interface PartitionOptions {
  readonly batch: number;
  readonly engine: Engine;
  readonly runtime: InferenceRuntime;
  /** A layer holds at least this share of the network's FLOPs; 0 cuts wherever a cut is possible. */
  readonly minFlopShare?: number;
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
 * **Errors:** DataError when the model cannot be run or cut, or when a layer differs from the whole model.
 */
export async function partitionModel(model: OnnxModel, options: PartitionOptions): Promise<PartitionedModel> {
  const {batch, engine, runtime, minFlopShare = DEFAULT_MIN_FLOP_SHARE} = options;
  const io = modelInterface(model, batch);
  const topology = readTopology(model.graph, io, model.place);
  const input = {[io.inputName]: seededTensor(io.inputShape, CHECK_SEED)};
  const tensors = await runWithAllOutputs(model, topology, input, runtime);
  const infos = tensorInfos(tensors, model.graph.initializer);

  const cuts = findCutPoints(topology, io).filter(({tensor}) => tensors[tensor]?.data instanceof Float32Array);
  const plans = planLayers(topology.nodes, cuts, infos, minFlopShare);
  const originals = plans.map((plan) => extractPart(model, topology, plan, infos));
  const layers = plans.map((plan, ordinal) => originalLayer(plan, ordinal, infos));
  const parts = originals.map((proto) => [serializeModel(proto)]);

  const compared = plans.map((plan, index) => ({
    ...plan,
    name: layers[index]?.name ?? '',
    part: parts[index]?.[0] ?? new Uint8Array(),
  }));
  await checkEquivalence(compared, tensors, runtime, model.place);
  return {
    network: {name: model.name, contentHash: model.contentHash, batch, engine, layers},
    parts,
    originals,
    infos,
    inputShape: io.inputShape,
    outputShape: outputShape(io, infos, model.place),
  };
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

function outputShape({outputName, inputShape}: ModelInterface, infos: TensorInfos, place: string): readonly number[] {
  const shape = infos.get(outputName)?.shape ?? [];
  if (shape[0] === inputShape[0]) return shape;
  throw new DataError(`Output ${outputName} of ${place} is ${shape.join('×')}: its first dimension is not the batch.`);
}

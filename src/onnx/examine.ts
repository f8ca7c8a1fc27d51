import type {InferenceRuntime, TensorMap} from '../core/inference.js';
import {activationTensors} from '../core/network/activation.js';
import type {DimensionSizes} from '../core/network/network.js';
import {seededInputs} from '../core/network/network-input.js';
import {checkLoops} from './check-loops.js';
import {checkWeights} from './check-weights.js';
import {findCutPoints, type CutPoint} from './cut-points.js';
import {modelInterface, type ModelInterface} from './interface.js';
import {layerBorders} from './layer-plan.js';
import {runWithAllOutputs, tensorInfos} from './measure-tensors.js';
import type {OnnxModel} from './model.js';
import type {TensorInfos} from './operator-cost.js';
import {crossableTensors} from './seam-tensors.js';
import {readTopology, type Topology} from './topology.js';

/** Any seed will do; a fixed one makes failures repeatable. */
const CHECK_SEED = 1;
const DEFAULT_MAX_LIVE = 1;

export interface ExamineOptions {
  readonly batch: number;
  readonly runtime: InferenceRuntime;
  readonly maxLive?: number;
  readonly dimensions?: DimensionSizes;
}

/** A model with what one run of it showed. */
export interface ExaminedModel {
  readonly model: OnnxModel;
  readonly io: ModelInterface;
  readonly topology: Topology;
  /** What it was run with. */
  readonly input: TensorMap;
  /** Every tensor of that run. */
  readonly tensors: TensorMap;
  readonly infos: TensorInfos;
  /** Every place where few enough tensors cross. */
  readonly cuts: readonly CutPoint[];
  /** Where a layer may begin or end, from before the first operator to behind the last one. */
  readonly borders: readonly CutPoint[];
}

/** Runs a model once and finds the places where it can be cut. **Errors:** DataError when it cannot be run. */
export async function examineModel(
  model: OnnxModel,
  {batch, runtime, maxLive = DEFAULT_MAX_LIVE, dimensions = {}}: ExamineOptions,
): Promise<ExaminedModel> {
  const io = modelInterface(model, batch, dimensions);
  const topology = readTopology(model.graph, io, model.place);
  checkWeights(model);
  checkLoops(model.graph, model.place);
  const inputNames = io.inputs.map(({name}) => name);
  const input = activationTensors(seededInputs(io.inputs, CHECK_SEED), inputNames);
  const tensors = await runWithAllOutputs(model, topology, input, runtime);
  const infos = tensorInfos(tensors, model.graph.initializer);
  const canCross = crossableTensors(topology.nodes, tensors);
  const cuts = findCutPoints(topology, io, infos, {maxLive, canCross});
  return {model, io, topology, input, tensors, infos, cuts, borders: layerBorders(topology.nodes, cuts)};
}

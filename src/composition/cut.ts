import type {GraphOptimizer, InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {isTimed, type CutRequest} from '../core/network/cut-request.js';
import type {Engine, Network} from '../core/network/network.js';
import type {OnnxModel} from '../onnx/model.js';
import type {RepeatedCut} from '../onnx/partition-like.js';
import type {TimedOptions, TimingTools} from '../onnx/timed-cut.js';
import {monotonicUs} from '../sensors/monotonic-clock.js';

/** What runs models here, and shows what it makes of them. */
export type Runtime = InferenceRuntime & GraphOptimizer;

/** How a model is to be cut. */
export interface CutModelRequest {
  readonly batch: number;
  readonly engine: Engine;
  readonly cut?: CutRequest | undefined;
  /** The network as it was cut before, whose layers it gets again, without a trial; takes the place of `cut`. */
  readonly like?: Network | undefined;
}

/** Only there does the runtime rewrite graphs into a layout of its own. */
const OPTIMIZES = process.arch === 'x64';

/** Cuts a model as asked; what is to come out of the optimised graph is for the caller to put in, last of all. */
export async function cutNetwork(model: OnnxModel, request: CutModelRequest, runtime: Runtime): Promise<RepeatedCut> {
  const {batch, engine, cut = {}, like} = request;
  if (like !== undefined) {
    const {partitionLike} = await import('../onnx/partition-like.js');
    const isOptimized = like.trial?.optimizedFor === process.arch;
    const tools = isOptimized ? {load: await loader(runtime), optimizer: runtime} : undefined;
    return partitionLike(model, like, {batch, engine, runtime}, tools);
  }
  const {granularity, minLayerUs, maxLive, dimensions} = cut;
  const options = {
    ...{batch, engine, runtime},
    ...(maxLive === undefined ? {} : {maxLive}),
    ...(dimensions === undefined ? {} : {dimensions}),
  };
  if (isTimed(cut)) return cutTimed(model, {...options, ...(minLayerUs === undefined ? {} : {minLayerUs})}, runtime);
  const {partitionModel} = await import('../onnx/partition.js');
  const minFlopShare = granularity === 'finest' ? {minFlopShare: 0} : {};
  return {partitioned: await partitionModel(model, {...options, ...minFlopShare})};
}

async function cutTimed(model: OnnxModel, options: TimedOptions, runtime: Runtime): Promise<RepeatedCut> {
  const {partitionAuto, partitionByTime} = await import('../onnx/timed-cut.js');
  const tools: TimingTools = {load: await loader(runtime), nowUs: monotonicUs};
  if (options.minLayerUs !== undefined) return {partitioned: await partitionByTime(model, options, tools)};
  const {partitioned, trial} = await partitionAuto(model, options, OPTIMIZES ? {...tools, optimizer: runtime} : tools);
  const {cost, optimizedCut} = trial;
  const found = optimizedCut === undefined ? {cost} : {cost, optimizedFor: process.arch};
  return {
    partitioned: {...partitioned, network: {...partitioned.network, trial: found}},
    ...(optimizedCut === undefined ? {} : {optimizedCut}),
  };
}

async function loader(runtime: InferenceRuntime): Promise<TimingTools['load']> {
  const {NetworkChain} = await import('../executors/network-chain.js');
  return (network: PartitionedNetwork) => NetworkChain.load(network, runtime);
}

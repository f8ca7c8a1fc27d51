import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {DataError} from '../core/errors.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';
import type {OptimizedCut} from '../onnx/optimized-cut.js';
import {cutNetwork, type CutModelRequest, type Runtime} from './cut.js';
import {MODELS_FOLDER, SAMPLE_NETWORKS} from './package-facts.js';

/** Threads of one operator: what a laptop has to spare; results do not depend on it. */
export const THREADS = 2;

/** A network as a user asks for it. */
export interface NetworkRequest extends CutModelRequest {
  /** A sample network's name, or a path to an ONNX file. */
  readonly model: string;
}

/** What a model is before it is cut. */
export interface ModelIdentity extends Pick<Network, 'name' | 'contentHash'> {
  /** The only batch it runs with; undefined where any will do. */
  readonly fixedBatch: number | undefined;
}

/** What runs ONNX models on this machine. */
export async function openRuntime(): Promise<Runtime> {
  const {OnnxRuntime} = await import('../executors/onnx-runtime.js');
  return new OnnxRuntime({threads: THREADS});
}

/**
 * Reads a model, cuts it into layers and makes their low-rank variants. **Errors:** DataError when it is not there or
 * cannot be cut.
 */
export async function openNetwork({model, ...request}: NetworkRequest, runtime: Runtime): Promise<PartitionedNetwork> {
  const {readModel} = await import('../onnx/model.js');
  const {addLowRankVariants} = await import('../onnx/low-rank-variants.js');
  const {FactorCache} = await import('../onnx/factor-cache.js');
  const {RuntimeGemm} = await import('../onnx/runtime-gemm.js');
  const {partitioned, optimizedCut} = await cutNetwork(await readModel(modelFile(model)), request, runtime);
  const gemm = await RuntimeGemm.create(runtime);
  try {
    const network = await addLowRankVariants(partitioned, {cache: new FactorCache(gemm, factorFolder())});
    return await optimized(network, optimizedCut);
  } finally {
    await gemm.release();
  }
}

/** A network whose layers come out of the optimised graph where that was found to be faster. */
export async function optimized<Partitioned extends PartitionedNetwork>(
  network: Partitioned,
  optimizedCut: OptimizedCut | undefined,
): Promise<Partitioned> {
  if (optimizedCut === undefined) return network;
  const {useOptimizedCut} = await import('../onnx/optimized-cut.js');
  return useOptimizedCut(network, optimizedCut);
}

/** What a model is, by its content alone: nothing is run. **Errors:** DataError when it cannot be read. */
export async function identifyModel(model: string): Promise<ModelIdentity> {
  const {readModel} = await import('../onnx/model.js');
  const {fixedBatch} = await import('../onnx/interface.js');
  const read = await readModel(modelFile(model));
  return {name: read.name, contentHash: read.contentHash, fixedBatch: fixedBatch(read)};
}

/** Factors of weights are kept for all models and all folders of a user. */
export function factorFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'neuos', 'factors');
}

/** Whether a model is one of the samples, for which there are labelled images. */
export function isSample(model: string): boolean {
  return (SAMPLE_NETWORKS as readonly string[]).includes(model);
}

export function modelFile(model: string): string {
  if (isSample(model)) return path.join(MODELS_FOLDER, `${model}.onnx`);
  if (existsSync(model)) return model;
  throw new DataError(`${model}: there is no such file, and no sample network of that name`, {
    suggestions: SAMPLE_NETWORKS.map((name) => `neuos profile --model ${name}`),
  });
}

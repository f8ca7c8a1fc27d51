import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {DataError} from '../core/errors.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import type {Engine} from '../core/network/network.js';
import {MODELS_FOLDER, SAMPLE_NETWORKS} from './package-facts.js';

/** Threads of one operator: what a laptop has to spare; results do not depend on it. */
export const THREADS = 2;

/** A network as a user asks for it. */
export interface NetworkRequest {
  /** A sample network's name, or a path to an ONNX file. */
  readonly model: string;
  readonly batch: number;
  readonly engine: Engine;
}

/** What runs ONNX models on this machine. */
export async function openRuntime(): Promise<InferenceRuntime> {
  const {OnnxRuntime} = await import('../executors/onnx-runtime.js');
  return new OnnxRuntime({threads: THREADS});
}

/**
 * Reads a model, cuts it into layers and makes their low-rank variants. **Errors:** DataError when it is not there or
 * cannot be cut.
 */
export async function openNetwork(
  {model, batch, engine}: NetworkRequest,
  runtime: InferenceRuntime,
): Promise<PartitionedNetwork> {
  const {readModel} = await import('../onnx/model.js');
  const {partitionModel} = await import('../onnx/partition.js');
  const {addLowRankVariants} = await import('../onnx/low-rank-variants.js');
  const {FactorCache} = await import('../onnx/factor-cache.js');
  const {RuntimeGemm} = await import('../onnx/runtime-gemm.js');
  const partitioned = await partitionModel(await readModel(modelFile(model)), {batch, engine, runtime});
  const gemm = await RuntimeGemm.create(runtime);
  try {
    return await addLowRankVariants(partitioned, {cache: new FactorCache(gemm, factorFolder())});
  } finally {
    await gemm.release();
  }
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

import {existsSync} from 'node:fs';
import path from 'node:path';
import {DataError} from '../core/errors.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import type {Engine} from '../core/network/network.js';
import {MODELS_FOLDER, SAMPLE_NETWORKS} from './package-facts.js';

/** Threads of one operator: what a laptop has to spare; results do not depend on it. */
const THREADS = 2;

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

/** Reads a model and cuts it into layers. **Errors:** DataError when it is not there or cannot be cut. */
export async function openNetwork(request: NetworkRequest, runtime: InferenceRuntime): Promise<PartitionedNetwork> {
  const {readModel} = await import('../onnx/model.js');
  const {partitionModel} = await import('../onnx/partition.js');
  const model = await readModel(modelFile(request.model));
  return partitionModel(model, {batch: request.batch, engine: request.engine, runtime});
}

/** Whether a model is one of the samples, for which there are labelled images. */
export function isSample(model: string): boolean {
  return (SAMPLE_NETWORKS as readonly string[]).includes(model);
}

function modelFile(model: string): string {
  if (isSample(model)) return path.join(MODELS_FOLDER, `${model}.onnx`);
  if (existsSync(model)) return model;
  throw new DataError(`${model}: there is no such file, and no sample network of that name`, {
    suggestions: SAMPLE_NETWORKS.map((name) => `neuos profile --model ${name}`),
  });
}

import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import type * as Ort from 'onnxruntime-node';

import {DataError} from '../core/errors.js';
import type {
  GraphOptimizer,
  InferenceRuntime,
  InferenceSession,
  SessionOptions,
  Tensor,
  TensorData,
  TensorMap,
} from '../core/inference.js';
import {breathe, breathIsDue} from './breathe.js';
import {
  openNativeRuntime,
  type NativeFetches,
  type NativeRuntime,
  type NativeSession,
  type NativeTensors,
} from './native-session.js';

/** Nothing else: warnings would stand between the lines of a progress bar, and errors come as exceptions. */
const LOG_FATAL_ONLY = 4;
const NO_OPTIONS = {};

/**
 * ONNX Runtime on the CPU.
 *
 * A run is one synchronous native call on the thread that makes it. Neither the thread nor the process may be ended
 * meanwhile (the whole process would abort): whoever wants to stop sets a flag and waits for the run to return.
 */
export class OnnxRuntime implements InferenceRuntime, GraphOptimizer {
  readonly #defaults: SessionOptions;

  constructor(defaults: SessionOptions = {}) {
    this.#defaults = defaults;
  }

  async load(model: Uint8Array, options: SessionOptions = {}): Promise<InferenceSession> {
    const {native, session} = await createSession(model, nativeOptions({...this.#defaults, ...options}));
    return new OnnxRuntimeSession(native, session);
  }

  async optimize(model: Uint8Array): Promise<Uint8Array> {
    const folder = await mkdtemp(join(tmpdir(), 'neuos-optimized-'));
    try {
      const optimizedModelFilePath = join(folder, 'model.onnx');
      const {session} = await createSession(model, {...nativeOptions(this.#defaults), optimizedModelFilePath});
      session.dispose();
      return await readFile(optimizedModelFilePath);
    } finally {
      await rm(folder, {recursive: true});
    }
  }
}

async function createSession(
  model: Uint8Array,
  options: Ort.InferenceSession.SessionOptions,
): Promise<{readonly native: NativeRuntime; readonly session: NativeSession}> {
  const native = await openNativeRuntime();
  try {
    return {native, session: native.createSession(model, options)};
  } catch (cause) {
    throw new DataError(`ONNX Runtime refuses the model: ${firstLine(cause)}`, {cause});
  }
}

class OnnxRuntimeSession implements InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly #native: NativeRuntime;
  readonly #session: NativeSession;
  /** Asks for all outputs, in new arrays. */
  readonly #everything: NativeFetches;

  constructor(native: NativeRuntime, session: NativeSession) {
    this.#native = native;
    this.#session = session;
    this.inputNames = session.inputMetadata.map(({name}) => name);
    this.outputNames = session.outputMetadata.map(({name}) => name);
    this.#everything = Object.fromEntries(this.outputNames.map((name) => [name, null]));
  }

  async run(feeds: TensorMap): Promise<TensorMap> {
    if (breathIsDue()) await breathe();
    return this.runNow(feeds);
  }

  runNow(feeds: TensorMap, into?: TensorMap): TensorMap {
    try {
      return this.#unwrap(this.#runNative(this.#wrap(this.inputNames, feeds), into));
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(`ONNX Runtime cannot run the model: ${firstLine(cause)}`, {cause});
    }
  }

  #runNative(feeds: NativeTensors, into: TensorMap | undefined): NativeTensors {
    if (into !== undefined) {
      try {
        return this.#session.run(feeds, this.#wrap(this.outputNames, into), NO_OPTIONS);
      } catch {
        // Shapes that depend on values differ from run to run; then the runtime refuses what it was given.
      }
    }
    return this.#session.run(feeds, this.#everything, NO_OPTIONS);
  }

  #wrap(names: readonly string[], tensors: TensorMap): NativeTensors {
    const wrapped: Record<string, Ort.Tensor> = {};
    for (const name of names) {
      const tensor = tensors[name];
      if (tensor === undefined) throw new DataError(`ONNX Runtime is not given the tensor ${name}.`);
      wrapped[name] = tensor instanceof RuntimeTensor ? tensor.native() : toNative(this.#native, tensor);
    }
    return wrapped;
  }

  #unwrap(results: NativeTensors): TensorMap {
    const tensors: Record<string, Tensor> = {};
    for (const name of this.outputNames) tensors[name] = new RuntimeTensor(name, results[name] as Ort.Tensor);
    return tensors;
  }

  release(): Promise<void> {
    this.#session.dispose();
    return Promise.resolve();
  }
}

function nativeOptions({threads, optimize = true}: SessionOptions): Ort.InferenceSession.SessionOptions {
  return {
    ...(threads === undefined ? {} : {intraOpNumThreads: threads}),
    interOpNumThreads: 1,
    graphOptimizationLevel: optimize ? 'all' : 'disabled',
    logSeverityLevel: LOG_FATAL_ONLY,
    // Spinning threads of one session would starve every other session of the same cores.
    extra: {session: {intra_op: {allow_spinning: '0'}}},
  };
}

function toNative(native: NativeRuntime, tensor: Tensor): Ort.Tensor {
  const {shape, data} = tensor;
  // The library's types pair every element type with its own array, which a union of arrays cannot show.
  return new native.Tensor(nativeType(tensor) as 'float32', data as Float32Array, shape);
}

function nativeType({data, elementType}: Tensor): Ort.Tensor.Type {
  if (elementType !== undefined) return elementType;
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int8Array) return 'int8';
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Int16Array) return 'int16';
  if (data instanceof Uint16Array) return 'uint16';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint32Array) return 'uint32';
  return data instanceof BigInt64Array ? 'int64' : 'uint64';
}

/** Newer versions of Node have an array of half floats; older ones hand out their bits. */
function halfFloatBits({buffer, byteOffset, byteLength}: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / Uint16Array.BYTES_PER_ELEMENT);
}

/** A result that remembers what it was wrapped in: handed on to the next layer, it need not be wrapped anew. */
class RuntimeTensor implements Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
  readonly elementType?: 'bool' | 'float16';
  readonly #native: Ort.Tensor;

  constructor(name: string, native: Ort.Tensor) {
    const {dims, type, data} = native;
    if (Array.isArray(data)) throw new DataError(`Tensor ${name} holds ${type} values, which are no numbers.`);
    this.shape = dims;
    this.data = type === 'float16' ? halfFloatBits(data) : data;
    if (type === 'bool' || type === 'float16') this.elementType = type;
    this.#native = native;
  }

  native(): Ort.Tensor {
    return this.#native;
  }
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split('\n', 1)[0] ?? message;
}

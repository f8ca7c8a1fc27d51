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
  TensorMap,
} from '../core/inference.js';

/** Nothing else: warnings would stand between the lines of a progress bar, and errors come as exceptions. */
const LOG_FATAL_ONLY = 4;

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
    const ort = await openRuntime();
    return new OnnxRuntimeSession(ort, await createSession(ort, model, nativeOptions({...this.#defaults, ...options})));
  }

  async optimize(model: Uint8Array): Promise<Uint8Array> {
    const ort = await openRuntime();
    const folder = await mkdtemp(join(tmpdir(), 'neuos-optimized-'));
    try {
      const optimizedModelFilePath = join(folder, 'model.onnx');
      const session = await createSession(ort, model, {...nativeOptions(this.#defaults), optimizedModelFilePath});
      await session.release();
      return await readFile(optimizedModelFilePath);
    } finally {
      await rm(folder, {recursive: true});
    }
  }
}

/**
 * Nothing of this machine is anyone's business: unless its user has decided otherwise, the runtime sends no usage data. By
 * itself it would, and leave a log of it in the folder for temporary files.
 */
async function openRuntime(): Promise<typeof Ort> {
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
  return import('onnxruntime-node');
}

async function createSession(
  ort: typeof Ort,
  model: Uint8Array,
  options: Ort.InferenceSession.SessionOptions,
): Promise<Ort.InferenceSession> {
  return ort.InferenceSession.create(model, options).catch((cause: unknown) => {
    throw new DataError(`ONNX Runtime refuses the model: ${firstLine(cause)}`, {cause});
  });
}

type NativeTensors = Readonly<Record<string, Ort.Tensor>>;

class OnnxRuntimeSession implements InferenceSession {
  readonly #ort: typeof Ort;
  readonly #session: Ort.InferenceSession;

  constructor(ort: typeof Ort, session: Ort.InferenceSession) {
    this.#ort = ort;
    this.#session = session;
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  async run(feeds: TensorMap, into?: TensorMap): Promise<TensorMap> {
    const results = await this.#runNative(this.#native(feeds), into).catch((cause: unknown) => {
      throw new DataError(`ONNX Runtime cannot run the model: ${firstLine(cause)}`, {cause});
    });
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromNative(name, tensor)]));
  }

  async #runNative(feeds: NativeTensors, into: TensorMap | undefined): Promise<NativeTensors> {
    if (into === undefined) return this.#session.run(feeds);
    // Shapes that depend on values differ from run to run; then the runtime refuses what it was given.
    return this.#session.run(feeds, this.#native(into)).catch(() => this.#session.run(feeds));
  }

  #native(tensors: TensorMap): NativeTensors {
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, toNative(this.#ort, tensor)]));
  }

  async release(): Promise<void> {
    await this.#session.release();
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

function toNative(ort: typeof Ort, tensor: Tensor): Ort.Tensor {
  const {shape, data} = tensor;
  // The library's types pair every element type with its own array, which a union of arrays cannot show.
  return new ort.Tensor(nativeType(tensor) as 'float32', data as Float32Array, shape);
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

function fromNative(name: string, {dims, type, data}: Ort.Tensor): Tensor {
  if (Array.isArray(data)) throw new DataError(`Tensor ${name} holds ${type} values, which are no numbers.`);
  if (type === 'bool') return {shape: dims, data, elementType: 'bool'};
  if (type === 'float16') return {shape: dims, data: halfFloatBits(data), elementType: 'float16'};
  return {shape: dims, data};
}

/** Newer versions of Node have an array of half floats; older ones hand out their bits. */
function halfFloatBits({buffer, byteOffset, byteLength}: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / Uint16Array.BYTES_PER_ELEMENT);
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split('\n', 1)[0] ?? message;
}

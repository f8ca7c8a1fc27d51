import type * as Ort from 'onnxruntime-node';

import {DataError} from '../core/errors.js';
import type {InferenceRuntime, InferenceSession, SessionOptions, Tensor, TensorMap} from '../core/inference.js';

/** Only errors: warnings about unused initializers would stand between the lines of a progress bar. */
const LOG_ERRORS_ONLY = 3;

/**
 * ONNX Runtime on the CPU.
 *
 * A run is one synchronous native call on the thread that makes it. Neither the thread nor the process may be ended
 * meanwhile (the whole process would abort): whoever wants to stop sets a flag and waits for the run to return.
 */
export class OnnxRuntime implements InferenceRuntime {
  readonly #defaults: SessionOptions;

  constructor(defaults: SessionOptions = {}) {
    this.#defaults = defaults;
  }

  async load(model: Uint8Array, options: SessionOptions = {}): Promise<InferenceSession> {
    const ort = await import('onnxruntime-node');
    const session = await ort.InferenceSession.create(model, nativeOptions({...this.#defaults, ...options})).catch(
      (cause: unknown) => {
        throw new DataError(`ONNX Runtime refuses the model: ${firstLine(cause)}`, {cause});
      },
    );
    return new OnnxRuntimeSession(ort, session);
  }
}

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

  async run(feeds: TensorMap): Promise<TensorMap> {
    const native = Object.entries(feeds).map(([name, tensor]) => [name, toNative(this.#ort, tensor)] as const);
    const results = await this.#session.run(Object.fromEntries(native)).catch((cause: unknown) => {
      throw new DataError(`ONNX Runtime cannot run the model: ${firstLine(cause)}`, {cause});
    });
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromNative(name, tensor)]));
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
    logSeverityLevel: LOG_ERRORS_ONLY,
    // Spinning threads of one session would starve every other session of the same cores.
    extra: {session: {intra_op: {allow_spinning: '0'}}},
  };
}

function toNative(ort: typeof Ort, {shape, data}: Tensor): Ort.Tensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, shape);
  if (data instanceof Float64Array) return new ort.Tensor('float64', data, shape);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, shape);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, shape);
  return new ort.Tensor('uint8', data, shape);
}

function fromNative(name: string, {dims, type, data}: Ort.Tensor): Tensor {
  const known =
    data instanceof Float32Array ||
    data instanceof Float64Array ||
    data instanceof Int32Array ||
    data instanceof BigInt64Array ||
    data instanceof Uint8Array;
  if (!known) throw new DataError(`Tensor ${name} holds ${type} values; neuos reads 32-bit and integer networks.`);
  return {shape: dims, data};
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split('\n', 1)[0] ?? message;
}

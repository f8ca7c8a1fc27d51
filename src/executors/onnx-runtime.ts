import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {DataError} from '../core/errors.js';
import type {GraphOptimizer, InferenceRuntime, InferenceSession, SessionOptions, TensorMap} from '../core/inference.js';
import {breathe, breathIsDue} from './breathe.js';
import {openOrtLibrary, type OrtLibrary} from './ort-library.js';
import {OrtSession, type OrtSessionOptions} from './ort-session.js';
import {copyResult, OrtTensor, showTensor} from './ort-tensor.js';

/**
 * ONNX Runtime on the CPU.
 *
 * A run is one synchronous native call on the thread that makes it. Neither the thread nor the process may be ended
 * meanwhile (the whole process would abort): whoever wants to stop sets a flag and waits for the run to return.
 *
 * **Errors:** EnvironmentError when there is no ONNX Runtime for this machine.
 */
export class OnnxRuntime implements InferenceRuntime, GraphOptimizer {
  readonly #defaults: SessionOptions;

  constructor(defaults: SessionOptions = {}) {
    this.#defaults = defaults;
  }

  async load(model: Uint8Array, options: SessionOptions = {}): Promise<InferenceSession> {
    const library = await openOrtLibrary();
    return new OnnxRuntimeSession(library, createSession(library, model, {...this.#defaults, ...options}));
  }

  async optimize(model: Uint8Array): Promise<Uint8Array> {
    const library = await openOrtLibrary();
    const folder = await mkdtemp(join(tmpdir(), 'neuos-optimized-'));
    try {
      const optimizedModelPath = join(folder, 'model.onnx');
      createSession(library, model, {...this.#defaults, optimizedModelPath}).release();
      return await readFile(optimizedModelPath);
    } finally {
      await rm(folder, {recursive: true});
    }
  }
}

function createSession(library: OrtLibrary, model: Uint8Array, options: OrtSessionOptions): OrtSession {
  try {
    return new OrtSession(library, model, options);
  } catch (cause) {
    throw new DataError(`ONNX Runtime refuses the model: ${firstLine(cause)}`, {cause});
  }
}

class OnnxRuntimeSession implements InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly #library: OrtLibrary;
  readonly #session: OrtSession;
  /** An input that is an output as well: the runtime would not write it anywhere, but show the input's own array. */
  readonly #handsThrough: boolean;
  /** What the runtime is shown in a run: arrays that nobody else holds any more have to last until it is over. */
  readonly #inUse: (TensorMap | undefined)[] = [];
  /** Values that last for one run. */
  readonly #borrowed: bigint[] = [];

  constructor(library: OrtLibrary, session: OrtSession) {
    this.#library = library;
    this.#session = session;
    this.inputNames = session.inputs.names;
    this.outputNames = session.outputs.names;
    this.#handsThrough = this.outputNames.some((name) => this.inputNames.includes(name));
  }

  async run(feeds: TensorMap): Promise<TensorMap> {
    if (breathIsDue()) await breathe();
    return this.runNow(feeds);
  }

  runNow(feeds: TensorMap, into?: TensorMap): TensorMap {
    this.#inUse.push(feeds, into);
    try {
      this.#show(feeds, this.#session.inputs);
      return into !== undefined && this.#runInto(into) ? into : this.#runAnew();
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(`ONNX Runtime cannot run the model: ${firstLine(cause)}`, {cause});
    } finally {
      if (this.#borrowed.length > 0) this.#giveBack();
      this.#inUse.length = 0;
    }
  }

  #runInto(into: TensorMap): boolean {
    if (this.#handsThrough) return false;
    try {
      this.#show(into, this.#session.outputs);
      this.#session.run();
      return true;
    } catch {
      // Shapes that depend on values differ from run to run; then the runtime refuses what it was given.
      return false;
    }
  }

  #runAnew(): TensorMap {
    const {names, values} = this.#session.outputs;
    values.fill(0n);
    this.#session.run();
    this.#borrowed.push(...values);
    const results: Record<string, OrtTensor> = {};
    for (const [index, name] of names.entries()) results[name] = copyResult(this.#library, name, values[index] ?? 0n);
    return results;
  }

  /** Lists tensors as a run takes them. */
  #show(tensors: TensorMap, {names, values}: OrtSession['inputs']): void {
    // Between two layers all code is cold: a plain loop takes the least of it.
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? '';
      const tensor = tensors[name];
      if (tensor === undefined) throw new DataError(`ONNX Runtime is not given the tensor ${name}.`);
      values[index] = tensor instanceof OrtTensor ? tensor.shown(this.#library) : this.#borrow(tensor);
    }
  }

  #giveBack(): void {
    for (const value of this.#borrowed.splice(0)) this.#library.api.ReleaseValue(value);
  }

  #borrow(tensor: TensorMap[string]): bigint {
    const value = showTensor(this.#library, tensor);
    this.#borrowed.push(value);
    return value;
  }

  release(): Promise<void> {
    this.#session.release();
    return Promise.resolve();
  }
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split('\n', 1)[0] ?? message;
}

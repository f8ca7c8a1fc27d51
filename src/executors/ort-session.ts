import type {SessionOptions} from '../core/inference.js';
import {abandoned} from './abandoned.js';
import {LOG_FATAL_ONLY, type OrtLibrary} from './ort-library.js';

const NO_OPTIMIZATION = 0;
const ALL_OPTIMIZATIONS = 99;

/** How a session is made. */
export interface OrtSessionOptions extends SessionOptions {
  /** Where the runtime writes what it has made of the model. */
  readonly optimizedModelPath?: string;
}

/** Inputs or outputs of a session: what they are called, and the list of values that a run takes or gives. */
class Slots {
  readonly names: readonly string[];
  /** Addresses of values, in the order of the names. */
  readonly values: BigUint64Array;
  /** Of the names as the library keeps them. */
  readonly nameAddresses: BigUint64Array;

  constructor({readText}: OrtLibrary, nameAddresses: readonly bigint[]) {
    this.nameAddresses = addressList(nameAddresses.length);
    this.nameAddresses.set(nameAddresses);
    this.values = addressList(nameAddresses.length);
    this.names = nameAddresses.map(readText);
  }
}

/**
 * The runtime's own session. A run takes the values in `inputs` and leaves those in `outputs`: where there was none, a new one,
 * which is to be released.
 */
export class OrtSession {
  readonly inputs: Slots;
  readonly outputs: Slots;
  readonly #library: OrtLibrary;
  readonly #session: bigint;
  readonly #giveBack: () => void;
  #isReleased = false;

  /** **Errors:** those of the runtime, when it refuses the model. */
  constructor(library: OrtLibrary, model: Uint8Array, options: OrtSessionOptions) {
    const {api, allocator} = library;
    const session = createSession(library, model, options);
    const [inputs, outputs] = [inputNames(library, session), outputNames(library, session)];
    this.inputs = new Slots(library, inputs);
    this.outputs = new Slots(library, outputs);
    this.#library = library;
    this.#session = session;
    this.#giveBack = () => {
      for (const name of [...inputs, ...outputs]) api.AllocatorFree(allocator, name);
      api.ReleaseSession(session);
    };
    abandoned.register(this, this.#giveBack, this);
  }

  /** **Errors:** those of the runtime, when it refuses a value or an operator fails. */
  run(): void {
    if (this.#isReleased) throw new Error('Session already disposed.');
    const {inputs, outputs} = this;
    const [taken, given] = [inputs.names.length, outputs.names.length];
    const {api, check} = this.#library;
    check(
      api.Run(
        this.#session,
        null,
        inputs.nameAddresses,
        inputs.values,
        taken,
        outputs.nameAddresses,
        given,
        outputs.values,
      ),
    );
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    abandoned.unregister(this);
    this.#giveBack();
  }
}

function createSession({api, env, check, resultOf}: OrtLibrary, model: Uint8Array, options: OrtSessionOptions): bigint {
  const settings = resultOf((out) => api.CreateSessionOptions(out));
  try {
    const {threads, optimize = true, optimizedModelPath} = options;
    if (threads !== undefined) check(api.SetIntraOpNumThreads(settings, threads));
    check(api.SetInterOpNumThreads(settings, 1));
    check(api.SetSessionGraphOptimizationLevel(settings, optimize ? ALL_OPTIMIZATIONS : NO_OPTIMIZATION));
    check(api.SetSessionLogSeverityLevel(settings, LOG_FATAL_ONLY));
    // Spinning threads of one session would starve every other session of the same cores.
    check(api.AddSessionConfigEntry(settings, 'session.intra_op.allow_spinning', '0'));
    if (optimizedModelPath !== undefined) check(api.SetOptimizedModelFilePath(settings, optimizedModelPath));
    return resultOf((out) => api.CreateSessionFromArray(env, model, model.byteLength, settings, out));
  } finally {
    api.ReleaseSessionOptions(settings);
  }
}

function inputNames({api, allocator, resultOf}: OrtLibrary, session: bigint): readonly bigint[] {
  const count = resultOf((out) => api.SessionGetInputCount(session, out));
  return Array.from({length: Number(count)}, (_, index) =>
    resultOf((out) => api.SessionGetInputName(session, index, allocator, out)),
  );
}

function outputNames({api, allocator, resultOf}: OrtLibrary, session: bigint): readonly bigint[] {
  const count = resultOf((out) => api.SessionGetOutputCount(session, out));
  return Array.from({length: Number(count)}, (_, index) =>
    resultOf((out) => api.SessionGetOutputName(session, index, allocator, out)),
  );
}

function addressList(length: number): BigUint64Array {
  return new BigUint64Array(new ArrayBuffer(BigUint64Array.BYTES_PER_ELEMENT * length));
}

import type * as Ort from 'onnxruntime-node';

/** The runtime's own session: a run is one synchronous call. */
export interface NativeSession {
  readonly inputMetadata: readonly {readonly name: string}[];
  readonly outputMetadata: readonly {readonly name: string}[];
  /** @param fetches - the outputs wanted, each with the tensor to write it to, or null. */
  run(feeds: NativeTensors, fetches: NativeFetches, options: Ort.InferenceSession.RunOptions): NativeTensors;
  dispose(): void;
}

/** Tensors by name. */
export type NativeTensors = Readonly<Record<string, Ort.Tensor>>;
export type NativeFetches = Readonly<Record<string, Ort.Tensor | null>>;

/** What is used of onnxruntime-node. */
export interface NativeRuntime {
  readonly Tensor: typeof Ort.Tensor;
  /** **Errors:** those of the runtime, when it refuses the model. */
  createSession(model: Uint8Array, options: Ort.InferenceSession.SessionOptions): NativeSession;
}

/**
 * Opens onnxruntime-node below its public interface, which checks every run's tensors, waits a turn of the event loop and wraps
 * the results anew. Behind a layer that has streamed its weights all that code is cold: it took 0.1 ms at each boundary of a
 * network, some 1 % of a ResNet-50 in six parts. The package's version is pinned to the digit.
 *
 * Nothing of this machine is anyone's business: unless its user has decided otherwise, the runtime sends no usage data. By
 * itself it would, and leave a log of it in the folder for temporary files.
 */
export async function openNativeRuntime(): Promise<NativeRuntime> {
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
  const {Tensor} = await import('onnxruntime-node');
  const {binding, initOrt} = await import('onnxruntime-node/dist/binding.js');
  initOrt();
  return {
    Tensor,
    createSession: (model, options) => {
      const session = new binding.InferenceSession();
      session.loadModel(model.buffer as ArrayBuffer, model.byteOffset, model.byteLength, options);
      return session;
    },
  };
}

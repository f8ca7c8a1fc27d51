/** Ports to whatever runs ONNX models, so that partition, equivalence check and accuracy need no particular runtime. */

/** Elements of a tensor, row-major. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A dense array, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
  /** What the elements are where the array does not tell: truth values in bytes, half floats as their bits. */
  readonly elementType?: 'bool' | 'float16';
}

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/** How a model is run. */
export interface SessionOptions {
  /** Threads inside one operator. One thread is the fair choice beside other networks. */
  readonly threads?: number;
  /** Whether the runtime may rewrite the graph; off for comparing graphs as written. */
  readonly optimize?: boolean;
}

/** One loaded model. A run blocks the thread that calls it: never end the thread or the process meanwhile. */
export interface InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * One run. From time to time it lets waiting events (signals, timers) in first.
   *
   * **Errors:** DataError when an input is missing or the runtime refuses one.
   */
  run(feeds: TensorMap): Promise<TensorMap>;
  /**
   * One run, at once: for parts of a network that follow on each other. Whoever calls it in a loop lets events in himself.
   *
   * @param into - results of an earlier run, of this session or one with the same outputs, that nobody needs any more. Where
   *   shapes allow, the runtime writes right into their arrays and they are what is returned; else results are fresh.
   *
   * **Errors:** those of `run`.
   */
  runNow(feeds: TensorMap, into?: TensorMap): TensorMap;
  release(): Promise<void>;
}

/** Loads models. */
export interface InferenceRuntime {
  /**
   * Loads a serialized ONNX model.
   *
   * **Errors:** DataError when the runtime refuses the model.
   */
  load(model: Uint8Array, options?: SessionOptions): Promise<InferenceSession>;
}

/** Shows what a runtime makes of a model. */
export interface GraphOptimizer {
  /**
   * Rewrites a serialized ONNX model as the runtime would before running it. The result may use operators and layouts of
   * its own, for this machine alone.
   *
   * **Errors:** DataError when the runtime refuses the model.
   */
  optimize(model: Uint8Array): Promise<Uint8Array>;
}

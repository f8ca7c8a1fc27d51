import type {TensorMap} from '../inference.js';
import type {Activation} from './activation.js';
import type {Network} from './network.js';
import type {NetworkInput} from './network-input.js';

/** Every variant of every layer as a serialized ONNX model of its own: `parts[layer][variant]`. */
export type NetworkParts = readonly (readonly Uint8Array[])[];

/** A network cut into layers, with all that is needed to run it. */
export interface PartitionedNetwork {
  readonly network: Network;
  readonly parts: NetworkParts;
  /**
   * Names of the tensors that are alive before each layer, and behind the last one: one entry more than layers. The first
   * name of each is the activation's main tensor.
   */
  readonly seams: readonly (readonly string[])[];
  /** What the network is fed with, in the model's order. */
  readonly inputs: readonly [NetworkInput, ...NetworkInput[]];
  /** **Shape:** of the first input, batch first. */
  readonly inputShape: readonly number[];
  /** **Shape:** of the first output, batch first. */
  readonly outputShape: readonly number[];
}

/**
 * What each layer of a job handed on, to be written anew by the next job: a layer then computes right into the arrays that the
 * next one reads, where fresh ones cost an allocation and a copy. Belongs to one job at a time.
 */
export type Scratch = TensorMap[];

/**
 * A network that is ready to run layer by layer.
 *
 * A call blocks its thread while a layer runs; whoever wants to stop waits for it to return.
 */
export interface LayerChain {
  readonly network: Network;
  /**
   * Runs one layer.
   *
   * @param scratch - given by callers that let go of an activation once the next layer has run. The network's results are fresh.
   *
   * **Errors:** RangeError for a layer or variant that the network does not have.
   */
  runLayer(layer: number, variant: number, activation: Activation, scratch?: Scratch): Promise<Activation>;
  /** Runs all layers; `variants[layer]` is the variant to take, the original where it is absent. */
  runAll(input: Activation, variants?: readonly number[]): Promise<Activation>;
  /** Gives back what the layers hold; nothing may run any more. */
  release(): Promise<void>;
}

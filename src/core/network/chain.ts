import type {Tensor} from '../inference.js';
import type {Network} from './network.js';

/** Every variant of every layer as a serialized ONNX model of its own: `parts[layer][variant]`. */
export type NetworkParts = readonly (readonly Uint8Array[])[];

/** A network cut into layers, with all that is needed to run it. */
export interface PartitionedNetwork {
  readonly network: Network;
  readonly parts: NetworkParts;
  /** **Shape:** of the input of the first layer, batch first. */
  readonly inputShape: readonly number[];
  /** **Shape:** of the output of the last layer, batch first. */
  readonly outputShape: readonly number[];
}

/**
 * A network that is ready to run layer by layer. One tensor goes from layer to layer.
 *
 * A call blocks its thread while a layer runs; whoever wants to stop waits for it to return.
 */
export interface LayerChain {
  readonly network: Network;
  /** Runs one layer. **Errors:** RangeError for a layer or variant that the network does not have. */
  runLayer(layer: number, variant: number, activation: Tensor): Promise<Tensor>;
  /** Runs all layers; `variants[layer]` is the variant to take, the original where it is absent. */
  runAll(input: Tensor, variants?: readonly number[]): Promise<Tensor>;
  /** Gives back what the layers hold; nothing may run any more. */
  release(): Promise<void>;
}

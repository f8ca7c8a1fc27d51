import type {Activation} from './activation.js';

/** A network that is ready to run as one model, not cut into layers. */
export interface WholeNetwork {
  /** Blocks its thread; whoever wants to stop waits for it to return. */
  run(input: Activation): Promise<unknown>;
  /** Gives back what it holds; nothing may run any more. */
  release(): Promise<void>;
}

/**
 * Loads a whole network; `variants[layer]` is the variant to take, the original where it is absent.
 *
 * **Errors:** DataError when the runtime refuses it.
 */
export type WholeNetworkLoader = (variants: readonly number[]) => Promise<WholeNetwork>;

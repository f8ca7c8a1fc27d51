import type {InferenceRuntime, InferenceSession, SessionOptions} from '../core/inference.js';
import {activationOf, activationTensors, type Activation} from '../core/network/activation.js';
import type {LayerChain, PartitionedNetwork, Scratch} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';

/** A network's layers as sessions of one runtime, one per variant. */
export class NetworkChain implements LayerChain {
  readonly network: Network;
  readonly #sessions: readonly (readonly InferenceSession[])[];
  readonly #seams: PartitionedNetwork['seams'];
  readonly #scratches: Scratch[] = [];

  private constructor(
    {network, seams}: Pick<PartitionedNetwork, 'network' | 'seams'>,
    sessions: readonly (readonly InferenceSession[])[],
  ) {
    this.network = network;
    this.#seams = seams;
    this.#sessions = sessions;
  }

  /** Loads every variant of every layer. **Errors:** DataError when the runtime refuses one. */
  static async load(
    {network, parts, seams}: Pick<PartitionedNetwork, 'network' | 'parts' | 'seams'>,
    runtime: InferenceRuntime,
    options: SessionOptions = {},
  ): Promise<NetworkChain> {
    const sessions: InferenceSession[][] = [];
    for (const variants of parts) {
      const loaded: InferenceSession[] = [];
      sessions.push(loaded);
      for (const part of variants) loaded.push(await runtime.load(part, options));
    }
    return new NetworkChain({network, seams}, sessions);
  }

  async runLayer(layer: number, variant: number, activation: Activation, scratch?: Scratch): Promise<Activation> {
    const session = this.#sessions[layer]?.[variant];
    const [before, behind] = [this.#seams[layer], this.#seams[layer + 1]];
    if (session === undefined || before === undefined || behind === undefined) {
      throw new RangeError(`${this.network.name} has no variant ${variant} of layer ${layer}`);
    }
    const alive = activationTensors(activation, before);
    // Only what the layer reads is handed to it; the rest passes by.
    const read = activationTensors(activationOf(session.inputNames, alive), session.inputNames);
    const isLast = layer === this.#sessions.length - 1;
    const made = await session.run(read, isLast ? undefined : scratch?.[layer]);
    if (scratch !== undefined && !isLast) scratch[layer] = made;
    return activationOf(behind, {...alive, ...made});
  }

  async runAll(input: Activation, variants: readonly number[] = []): Promise<Activation> {
    // Whoever runs at the same time takes another one.
    const scratch = this.#scratches.pop() ?? [];
    let activation = input;
    for (const layer of this.#sessions.keys()) {
      activation = await this.runLayer(layer, variants[layer] ?? 0, activation, scratch);
    }
    this.#scratches.push(scratch);
    return activation;
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.flat()) await session.release();
  }
}

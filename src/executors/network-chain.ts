import type {InferenceRuntime, InferenceSession, SessionOptions, TensorMap} from '../core/inference.js';
import {activationOf, activationTensors, type Activation} from '../core/network/activation.js';
import type {LayerChain, PartitionedNetwork, Scratch} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';
import {breathe, breathIsDue} from './breathe.js';

/** A network's layers as sessions of one runtime, one per variant. */
export class NetworkChain implements LayerChain {
  readonly network: Network;
  readonly #sessions: readonly (readonly InferenceSession[])[];
  readonly #seams: PartitionedNetwork['seams'];
  /** Of each layer: a result of the network may leave it long before the last one. */
  readonly #makesResults: readonly boolean[];
  /** Of each layer, whether something that it does not make passes it by. */
  readonly #isPassed: readonly boolean[];
  /** Of whole runs: one goes from end to end before the next begins. */
  readonly #scratch: Scratch = [];

  private constructor(
    {network, seams}: Pick<PartitionedNetwork, 'network' | 'seams'>,
    sessions: readonly (readonly InferenceSession[])[],
  ) {
    this.network = network;
    this.#seams = seams;
    this.#sessions = sessions;
    const results = seams.at(-1) ?? [];
    this.#isPassed = sessions.map(
      ([layer], index) => seams[index + 1]?.some((name) => !layer?.outputNames.includes(name)) ?? false,
    );
    this.#makesResults = sessions.map(([layer]) => results.some((name) => layer?.outputNames.includes(name)));
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
    if (breathIsDue()) await breathe();
    const alive = activationTensors(activation, this.#seams[layer] ?? []);
    return activationOf(this.#seams[layer + 1] ?? [], this.#runLayer(layer, variant, alive, scratch));
  }

  /** @returns what is alive behind the layer; there may be more in it than the next one reads. */
  #runLayer(layer: number, variant: number, alive: TensorMap, scratch: Scratch | undefined): TensorMap {
    const session = this.#sessions[layer]?.[variant];
    if (session === undefined) throw new RangeError(`${this.network.name} has no variant ${variant} of layer ${layer}`);
    const made = session.runNow(alive, scratch?.[layer]);
    if (scratch !== undefined && !this.#makesResults[layer]) scratch[layer] = made;
    return this.#isPassed[layer] ? {...alive, ...made} : made;
  }

  async runAll(input: Activation, variants: readonly number[] = []): Promise<Activation> {
    if (breathIsDue()) await breathe();
    let alive = activationTensors(input, this.#seams[0] ?? []);
    for (let layer = 0; layer < this.#sessions.length; layer += 1) {
      alive = this.#runLayer(layer, variants[layer] ?? 0, alive, this.#scratch);
    }
    return activationOf(this.#seams.at(-1) ?? [], alive);
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.flat()) await session.release();
  }
}

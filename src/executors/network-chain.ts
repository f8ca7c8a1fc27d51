import {DataError} from '../core/errors.js';
import type {InferenceRuntime, InferenceSession, SessionOptions, Tensor} from '../core/inference.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';

/** A network's layers as sessions of one runtime, one per variant. */
export class NetworkChain implements LayerChain {
  readonly network: Network;
  readonly #sessions: readonly (readonly InferenceSession[])[];

  private constructor(network: Network, sessions: readonly (readonly InferenceSession[])[]) {
    this.network = network;
    this.#sessions = sessions;
  }

  /** Loads every variant of every layer. **Errors:** DataError when the runtime refuses one. */
  static async load(
    {network, parts}: Pick<PartitionedNetwork, 'network' | 'parts'>,
    runtime: InferenceRuntime,
    options: SessionOptions = {},
  ): Promise<NetworkChain> {
    const sessions: InferenceSession[][] = [];
    for (const variants of parts) {
      const loaded: InferenceSession[] = [];
      sessions.push(loaded);
      for (const part of variants) loaded.push(await runtime.load(part, options));
    }
    return new NetworkChain(network, sessions);
  }

  async runLayer(layer: number, variant: number, activation: Tensor): Promise<Tensor> {
    const session = this.#sessions[layer]?.[variant];
    if (session === undefined) {
      throw new RangeError(`${this.network.name} has no variant ${variant} of layer ${layer}`);
    }
    return runPart(session, activation);
  }

  async runAll(input: Tensor, variants: readonly number[] = []): Promise<Tensor> {
    let activation = input;
    for (const layer of this.#sessions.keys())
      activation = await this.runLayer(layer, variants[layer] ?? 0, activation);
    return activation;
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.flat()) await session.release();
  }
}

/** Runs a model that has one input and one output. */
async function runPart(session: InferenceSession, activation: Tensor): Promise<Tensor> {
  const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];
  if (inputName === undefined || outputName === undefined) throw new DataError('A layer has no input or no output.');
  const output = (await session.run({[inputName]: activation}))[outputName];
  if (output === undefined) throw new DataError(`A layer did not compute its output ${outputName}.`);
  return output;
}

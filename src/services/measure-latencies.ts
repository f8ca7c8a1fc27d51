import type {Activation} from '../core/network/activation.js';
import type {LayerChain, Scratch} from '../core/network/chain.js';
import {interleavedMedians, type TimingInputs} from './interleaved-medians.js';

/** Median time of every variant of every layer, µs: `[layer][variant]`. Variants of one layer run in turn. */
export async function measureVariantLatencies(
  chain: LayerChain,
  input: Activation,
  timing: TimingInputs,
  onStep: () => void,
): Promise<readonly (readonly number[])[]> {
  const latencies: (readonly number[])[] = [];
  let activation = input;
  for (const {ordinal: layer, variants} of chain.network.layers) {
    const here = activation;
    const scratch: Scratch = [];
    const contestants = variants.map(
      ({ordinal}) =>
        () =>
          chain.runLayer(layer, ordinal, here, scratch),
    );
    latencies.push(await interleavedMedians(contestants, timing));
    activation = await chain.runLayer(layer, 0, here);
    onStep();
  }
  return latencies;
}

/** Median time of the whole network under each variant choice, µs; the choices run in turn. */
export function measureChainLatencies(
  chain: LayerChain,
  input: Activation,
  choices: readonly (readonly number[])[],
  timing: TimingInputs,
): Promise<readonly number[]> {
  return interleavedMedians(
    choices.map((variants) => () => chain.runAll(input, variants)),
    timing,
  );
}

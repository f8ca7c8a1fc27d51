import {median} from '../core/median.js';
import type {Activation} from '../core/network/activation.js';
import type {WholeNetwork, WholeNetworkLoader} from '../core/network/whole-network.js';
import {interleavedMedians, type TimingInputs} from './interleaved-medians.js';

/**
 * Median time of the whole network under each variant choice, µs, every choice as one model.
 *
 * Only two models are loaded at a time, since all of them need not fit beside each other: each choice runs in turns with
 * the original, and its time is told by the ratio of both, so that the machine may be faster for one pair than for
 * another.
 *
 * **Errors:** InterruptedError when the signal is aborted.
 */
export async function measureWholeNetworks(
  load: WholeNetworkLoader,
  choices: readonly (readonly number[])[],
  input: Activation,
  timing: TimingInputs,
  onStep: () => void,
): Promise<readonly number[]> {
  const original = await load([]);
  try {
    const pairs: Pair[] = [];
    for (const variants of choices) {
      pairs.push(await measureBeside(original, variants, {load, input, timing}));
      onStep();
    }
    const originalUs = median(pairs.map((pair) => pair.originalUs));
    return pairs.map((pair) => (pair.ownUs / pair.originalUs) * originalUs);
  } finally {
    await original.release();
  }
}

/** Medians of the original and of one choice, over the same rounds. */
interface Pair {
  readonly originalUs: number;
  readonly ownUs: number;
}

interface PairSetting {
  readonly load: WholeNetworkLoader;
  readonly input: Activation;
  readonly timing: TimingInputs;
}

async function measureBeside(
  original: WholeNetwork,
  variants: readonly number[],
  {load, input, timing}: PairSetting,
): Promise<Pair> {
  if (variants.every((variant) => variant === 0)) {
    const [ownUs = NaN] = await interleavedMedians([() => original.run(input)], timing);
    return {originalUs: ownUs, ownUs};
  }
  const own = await load(variants);
  try {
    const [originalUs = NaN, ownUs = NaN] = await interleavedMedians(
      [() => original.run(input), () => own.run(input)],
      timing,
    );
    return {originalUs, ownUs};
  } finally {
    await own.release();
  }
}

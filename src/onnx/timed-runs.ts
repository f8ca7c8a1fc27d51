import {median} from '../core/median.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain, Scratch} from '../core/network/chain.js';

/** The first run of anything allocates what later ones reuse. */
const WARM_UP_RUNS = 1;
const MIN_ROUNDS = 7;
const MAX_ROUNDS = 51;

/** Times every layer with the original variants. **Units:** µs, medians. */
export async function timeLayers(
  chain: LayerChain,
  input: Activation,
  nowUs: () => number,
): Promise<readonly number[]> {
  const samples = chain.network.layers.map((): number[] => []);
  const scratch: Scratch = [];
  for (let round = -WARM_UP_RUNS; round < MIN_ROUNDS; round += 1) {
    let activation = input;
    for (const {ordinal} of chain.network.layers) {
      const startUs = nowUs();
      activation = await chain.runLayer(ordinal, 0, activation, scratch);
      if (round >= 0) samples[ordinal]?.push(nowUs() - startUs);
    }
  }
  return samples.map(median);
}

/**
 * Times `contestants` relative to `baseline`, all in turns and in every second round backwards, so that what slows the machine
 * down meets all alike, and so does what the one before leaves in the caches: the median of what each took over what the
 * baseline took in the same round.
 *
 * @param enoughUs - after this long together there are no more rounds, once there were a few.
 */
export async function interleavedRatios(
  baseline: () => Promise<unknown>,
  contestants: readonly (() => Promise<unknown>)[],
  nowUs: () => number,
  enoughUs: number,
): Promise<readonly number[]> {
  const samples = contestants.map((): number[] => []);
  const runs = [baseline, ...contestants];
  const order = [...runs.keys()];
  const endUs = nowUs() + enoughUs;
  for (let round = -WARM_UP_RUNS; round < MAX_ROUNDS && (round < MIN_ROUNDS || nowUs() < endUs); round += 1) {
    const timesUs = runs.map(() => NaN);
    for (const index of order.reverse()) {
      const startUs = nowUs();
      await runs[index]?.();
      timesUs[index] = nowUs() - startUs;
    }
    const [baselineUs = NaN, ...others] = timesUs;
    if (round >= 0) for (const [index, us] of others.entries()) samples[index]?.push(us / baselineUs);
  }
  return samples.map(median);
}

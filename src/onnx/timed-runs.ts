import {median} from '../core/median.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain} from '../core/network/chain.js';

/** The first run of anything allocates what later ones reuse. */
const WARM_UP_RUNS = 1;
const MIN_ROUNDS = 7;
const MAX_ROUNDS = 51;
/** Short networks are run more often, up to this long together. */
const ENOUGH_US = 2e6;

/** Times every layer with the original variants. **Units:** µs, medians. */
export async function timeLayers(
  chain: LayerChain,
  input: Activation,
  nowUs: () => number,
): Promise<readonly number[]> {
  const samples = chain.network.layers.map((): number[] => []);
  for (let round = -WARM_UP_RUNS; round < MIN_ROUNDS; round += 1) {
    let activation = input;
    for (const {ordinal} of chain.network.layers) {
      const startUs = nowUs();
      activation = await chain.runLayer(ordinal, 0, activation);
      if (round >= 0) samples[ordinal]?.push(nowUs() - startUs);
    }
  }
  return samples.map(median);
}

/** Runs `contestants` in turns, so that what slows the machine down meets all alike. **Units:** µs, medians. */
export async function interleavedMedians(
  contestants: readonly (() => Promise<unknown>)[],
  nowUs: () => number,
): Promise<readonly number[]> {
  const samples = contestants.map((): number[] => []);
  let spentUs = 0;
  for (let round = -WARM_UP_RUNS; round < MAX_ROUNDS && (round < MIN_ROUNDS || spentUs < ENOUGH_US); round += 1) {
    for (const [index, run] of contestants.entries()) {
      const startUs = nowUs();
      await run();
      const tookUs = nowUs() - startUs;
      spentUs += tookUs;
      if (round >= 0) samples[index]?.push(tookUs);
    }
  }
  return samples.map(median);
}

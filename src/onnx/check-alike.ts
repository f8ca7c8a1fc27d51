import type {Activation} from '../core/network/activation.js';
import type {LayerChain} from '../core/network/chain.js';
import {compareTensors} from './equivalence.js';

/** **Errors:** DataError when the chains do not compute the same as the first of them. */
export async function checkAlike(chains: readonly LayerChain[], input: Activation, place: string): Promise<void> {
  const [plain, ...others] = chains;
  const expected = await plain?.runAll(input);
  for (const chain of others) {
    compareTensors(await chain.runAll(input), expected, `The output of the optimised layers of ${place}`);
  }
}

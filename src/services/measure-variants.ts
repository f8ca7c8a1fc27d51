import {throwIfInterrupted} from '../core/errors.js';
import type {VariantAccuracy} from '../core/network/accuracy.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain} from '../core/network/chain.js';
import {addOutcomes, NO_OUTCOMES, pairedLoss, pairOutcomes} from '../core/network/paired-loss.js';
import {LOST_WORK, type AccuracyInputs} from './accuracy-inputs.js';
import {imageBatches, judgeOf} from './image-batches.js';

/** What the original network gets right, and what each variant loses by itself. */
export interface VariantAccuracies {
  readonly baseline: number;
  /** Absent where there are no more than five classes. */
  readonly topFiveBaseline?: number;
  readonly variants: readonly VariantAccuracy[];
}

/**
 * Measures every variant with all other layers original.
 *
 * The input of each layer is computed once per batch of images; a variant then costs only its own layer and those
 * behind it.
 */
export async function measureVariants(
  {chain, images, metric, signal}: AccuracyInputs,
  indices: readonly number[],
  onStep: () => void,
): Promise<VariantAccuracies> {
  const rows = variantRows(chain);
  const outcomes = rows.map(() => NO_OUTCOMES);
  let right = 0;
  let amongFive: number | undefined;
  for (const batch of imageBatches(images, indices, chain.network.batch)) {
    const activations = await layerActivations(chain, batch.input);
    const originalOutput = activations.at(-1) ?? batch.input;
    const judge = judgeOf(metric, batch, images, originalOutput);
    const original = judge(originalOutput);
    right += countRight(original.right);
    if (original.amongFive !== undefined) amongFive = (amongFive ?? 0) + countRight(original.amongFive);
    for (const [index, {layer, variant}] of rows.entries()) {
      throwIfInterrupted(signal, LOST_WORK);
      const output = await runFrom(chain, layer, variant, activations[layer] ?? batch.input);
      outcomes[index] = addOutcomes(outcomes[index] ?? NO_OUTCOMES, pairOutcomes(original.right, judge(output).right));
      onStep();
    }
  }
  return {
    baseline: right / indices.length,
    ...(amongFive === undefined ? {} : {topFiveBaseline: amongFive / indices.length}),
    variants: rows.map((row, index) => {
      const outcome = outcomes[index] ?? NO_OUTCOMES;
      return {...row, ...pairedLoss(outcome), lostShare: outcome.lost / outcome.images};
    }),
  };
}

function countRight(outcomes: readonly boolean[]): number {
  return outcomes.filter(Boolean).length;
}

/** Every variant but the originals, by layer and then by variant. */
export function variantRows({network}: LayerChain): readonly {readonly layer: number; readonly variant: number}[] {
  return network.layers.flatMap(({ordinal: layer, variants}) =>
    variants.slice(1).map(({ordinal: variant}) => ({layer, variant})),
  );
}

/** Input of every layer, and behind them the output of the last one. */
async function layerActivations(chain: LayerChain, input: Activation): Promise<readonly Activation[]> {
  const activations = [input];
  for (const {ordinal} of chain.network.layers) {
    activations.push(await chain.runLayer(ordinal, 0, activations.at(-1) ?? input));
  }
  return activations;
}

async function runFrom(chain: LayerChain, layer: number, variant: number, input: Activation): Promise<Activation> {
  let activation = await chain.runLayer(layer, variant, input);
  for (let next = layer + 1; next < chain.network.layers.length; next += 1) {
    activation = await chain.runLayer(next, 0, activation);
  }
  return activation;
}

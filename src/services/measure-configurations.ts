import {throwIfInterrupted} from '../core/errors.js';
import type {ApproximationConfiguration, MeasuredLoss} from '../core/network/accuracy.js';
import type {PredictedConfiguration} from '../core/network/approximation-frontier.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain} from '../core/network/chain.js';
import {addOutcomes, NO_OUTCOMES, pairedLoss, pairOutcomes, type PairedOutcomes} from '../core/network/paired-loss.js';
import {LOST_WORK, type AccuracyInputs} from './accuracy-inputs.js';
import {imageBatches, judgeOf} from './image-batches.js';

/** What a chain computes for one input under one choice of variants. */
interface Trail {
  readonly variants: readonly number[];
  /** The input of every layer, and behind them the output of the last one. */
  readonly activations: readonly Activation[];
}

/** Measures whole configurations as they would run. The original network, whatever its place in the list, loses 0. */
export async function measureConfigurations(
  {chain, images, metric, signal}: AccuracyInputs,
  configurations: readonly PredictedConfiguration[],
  indices: readonly number[],
  onStep: () => void,
): Promise<readonly ApproximationConfiguration[]> {
  const outcomes = configurations.map(() => NO_OUTCOMES);
  const topFive = configurations.map(() => NO_OUTCOMES);
  for (const batch of imageBatches(images, indices, chain.network.batch)) {
    const original = await follow(chain, [], {variants: [], activations: [batch.input]});
    const judge = judgeOf(metric, batch, images, outputOf(original));
    const expected = judge(outputOf(original));
    let trail = original;
    for (const [index, {variants}] of configurations.entries()) {
      throwIfInterrupted(signal, LOST_WORK);
      trail = await follow(chain, variants, trail);
      const judged = judge(outputOf(trail));
      outcomes[index] = addPair(outcomes[index], expected.right, judged.right);
      topFive[index] = addPair(topFive[index], expected.amongFive, judged.amongFive);
      onStep();
    }
  }
  return configurations.map((configuration, index) => {
    const {loss, lossHalfWidth, images: count} = lossOf(configuration, pairedLoss(outcomes[index] ?? NO_OUTCOMES));
    const five = topFive[index] ?? NO_OUTCOMES;
    return {
      ...{...configuration, measuredLoss: loss, lossHalfWidth, images: count},
      ...(five.images === 0 ? {} : {topFive: lossOf(configuration, pairedLoss(five))}),
    };
  });
}

function addPair(
  sum: PairedOutcomes = NO_OUTCOMES,
  original: readonly boolean[] = [],
  approximation: readonly boolean[] = [],
): PairedOutcomes {
  return addOutcomes(sum, pairOutcomes(original, approximation));
}

/** Runs `variants`, beginning at the first layer in which they differ from those of `trail`. */
async function follow(chain: LayerChain, variants: readonly number[], trail: Trail): Promise<Trail> {
  const chosen = chain.network.layers.map(({ordinal}) => variants[ordinal] ?? 0);
  const changed = chosen.findIndex((variant, layer) => variant !== trail.variants[layer]);
  if (changed < 0) return trail;
  const activations = trail.activations.slice(0, changed + 1);
  for (const [offset, variant] of chosen.slice(changed).entries()) {
    const input = activations.at(-1);
    if (input === undefined) throw new RangeError('a trail begins with an input');
    activations.push(await chain.runLayer(changed + offset, variant, input));
  }
  return {variants: chosen, activations};
}

function outputOf({activations}: Trail): Activation {
  const output = activations.at(-1);
  if (output === undefined) throw new RangeError('a trail ends with an output');
  return output;
}

/** The original loses nothing, and that is certain. */
function lossOf({variants}: PredictedConfiguration, measured: MeasuredLoss): MeasuredLoss {
  return variants.every((variant) => variant === 0) ? {...measured, loss: 0, lossHalfWidth: 0} : measured;
}

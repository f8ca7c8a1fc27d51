import type {Clock} from '../core/clock.js';
import type {NetworkAccuracy} from '../core/network/accuracy.js';
import {paretoFront} from '../core/network/approximation-frontier.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain} from '../core/network/chain.js';
import {
  MIN_SAVED_TIME,
  type FrontierEntry,
  type JudgedLayer,
  type JudgedVariant,
  type LowRankJudgement,
  type VariantOutcome,
  type WholeTime,
} from '../core/network/low-rank-judgement.js';
import type {Layer, Network, Variant} from '../core/network/network.js';
import type {OperatorReduction} from '../core/network/reduction.js';
import type {WholeNetworkLoader} from '../core/network/whole-network.js';
import type {AccuracyInputs} from './accuracy-inputs.js';
import {measureAccuracy} from './measure-accuracy.js';
import {measureChainLatencies, measureVariantLatencies} from './measure-latencies.js';
import {measureWholeNetworks} from './measure-whole-networks.js';

export interface LowRankInputs extends AccuracyInputs {
  /** Loads the network as one model: what an entry of the frontier is timed by. */
  readonly loadWhole: WholeNetworkLoader;
  /** `reductions[layer][variant]`: what became of each operator. */
  readonly reductions: readonly (readonly (readonly OperatorReduction[])[])[];
  /** Images that judge variants one layer at a time, and images that judge whole configurations. */
  readonly selection: readonly number[];
  readonly report: readonly number[];
  readonly configurationCount: number;
  readonly clock: Clock;
  /** @param unit - what is counted. */
  readonly onProgress: (unit: string, done: number, total: number) => void;
}

/**
 * Judges the variants of a network on this machine: the time each really takes, what each loses by itself, and then time
 * and loss of whole configurations. A variant that saves too little time is dropped before its loss is measured.
 *
 * **Errors:** InterruptedError when the signal is aborted.
 */
export async function judgeLowRank(inputs: LowRankInputs): Promise<LowRankJudgement> {
  const {chain, images, selection, onProgress} = inputs;
  const {network} = chain;
  const input = images.batch(Array.from({length: network.batch}, (_, n) => selection[n % selection.length] ?? 0));
  let timedLayers = 0;
  const latencies = await measureVariantLatencies(chain, input, inputs, () => {
    onProgress('layers timed', (timedLayers += 1), network.layers.length);
  });
  const latencyUs = (layer: number, variant: number) => latencies[layer]?.[variant] ?? NaN;
  const isKept = (layer: number, variant: number) => latencyUs(layer, variant) <= slowestUseful(latencyUs(layer, 0));
  const accuracy = await measureAccuracy({
    ...inputs,
    chain: withVariants(chain, isKept),
    latencyUs,
    onProgress: (done, total) => {
      onProgress('runs on images', done, total);
    },
  });
  const choices = accuracy.configurations.map(({variants}) => variants);
  const times = await timeChoices(inputs, choices, input);
  return {
    metric: accuracy.metric,
    baseline: accuracy.baseline,
    ...(accuracy.topFiveBaseline === undefined ? {} : {topFiveBaseline: accuracy.topFiveBaseline}),
    layers: network.layers.map((layer) => judgeLayer(layer, latencies[layer.ordinal] ?? [], accuracy, inputs)),
    frontier: measuredFrontier(accuracy, times),
  };
}

function slowestUseful(originalUs: number): number {
  return (1 - MIN_SAVED_TIME) * originalUs;
}

/** The same chain, of which only some variants are known; the original always is. */
function withVariants(chain: LayerChain, isKept: (layer: number, variant: number) => boolean): LayerChain {
  const layers = chain.network.layers.map((layer): Layer => {
    const [original, ...others] = layer.variants;
    return {...layer, variants: [original, ...others.filter(({ordinal}) => isKept(layer.ordinal, ordinal))]};
  });
  const network: Network = {...chain.network, layers};
  return {
    network,
    runLayer: (layer, variant, activation) => chain.runLayer(layer, variant, activation),
    runAll: (input, variants) => chain.runAll(input, variants),
    release: () => chain.release(),
  };
}

function judgeLayer(
  {ordinal, name, variants: [original, ...others]}: Layer,
  latencies: readonly number[],
  accuracy: NetworkAccuracy,
  {reductions}: LowRankInputs,
): JudgedLayer {
  const originalUs = latencies[0] ?? NaN;
  const judge = (variant: Variant): JudgedVariant => {
    const latencyUs = latencies[variant.ordinal] ?? NaN;
    return {
      ordinal: variant.ordinal,
      rankFraction: variant.rankFraction,
      flops: variant.cost.flops,
      latencyUs,
      operators: reductions[ordinal]?.[variant.ordinal] ?? [],
      outcome: outcomeOf(accuracy, ordinal, variant.ordinal, 1 - latencyUs / originalUs),
    };
  };
  return {ordinal, name, flops: original.cost.flops, latencyUs: originalUs, variants: others.map(judge)};
}

function outcomeOf({variants}: NetworkAccuracy, layer: number, variant: number, savedShare: number): VariantOutcome {
  const measured = variants.find((row) => row.layer === layer && row.variant === variant);
  if (measured !== undefined) {
    const {loss, lossHalfWidth, images} = measured;
    return {state: 'kept', loss, lossHalfWidth, images};
  }
  const [got, allowed] = [savedShare, MIN_SAVED_TIME].map((share) => `${(share * 100).toFixed(1)} %`);
  return {
    state: 'dropped',
    reason: `saves ${got ?? ''} of the layer's time as measured, allowed is ${allowed ?? ''} or more`,
  };
}

/** A variant choice as one model, and cut into layers. */
type ChoiceTimes = Pick<FrontierEntry, 'inLayers' | 'latencyUs' | 'speedUp'>;

/** Times of `choices`, of which the first one is the original. */
async function timeChoices(
  {chain, loadWhole, clock, signal, onProgress}: LowRankInputs,
  choices: readonly (readonly number[])[],
  input: Activation,
): Promise<readonly ChoiceTimes[]> {
  const timing = {clock, signal};
  const inLayers = wholeTimes(await measureChainLatencies(chain, input, choices, timing));
  let done = 0;
  const latenciesUs = await measureWholeNetworks(loadWhole, choices, input, timing, () => {
    onProgress('whole networks timed', (done += 1), choices.length);
  });
  return wholeTimes(latenciesUs).map((time, index) => ({...time, inLayers: inLayers[index] ?? NOT_TIMED}));
}

const NOT_TIMED: WholeTime = {latencyUs: NaN, speedUp: NaN};

function wholeTimes(latenciesUs: readonly number[]): readonly WholeTime[] {
  const [originalUs = NaN] = latenciesUs;
  return latenciesUs.map((latencyUs) => ({latencyUs, speedUp: originalUs / latencyUs}));
}

/** The original, then what measured time and measured loss leave of the others. */
function measuredFrontier({configurations}: NetworkAccuracy, times: readonly ChoiceTimes[]): readonly FrontierEntry[] {
  const [original, ...others] = configurations.map((configuration, index): FrontierEntry => {
    const {variants, predictedLoss, measuredLoss, lossHalfWidth, images, topFive} = configuration;
    const time = times[index] ?? {...NOT_TIMED, inLayers: NOT_TIMED};
    const entry = {variants, ...time, predictedLoss, loss: measuredLoss, lossHalfWidth, images};
    return topFive === undefined ? entry : {...entry, topFive};
  });
  if (original === undefined) return [];
  const faster = others.filter(({speedUp}) => speedUp > 1);
  const front = paretoFront(
    faster,
    (entry) => entry.latencyUs,
    ({loss}) => loss,
  );
  return [original, ...front];
}

import type {GraphOptimizer, InferenceRuntime} from '../core/inference.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import {cheapestCuts, mostLayers, type CutPlace} from '../core/network/cheapest-cuts.js';
import {median} from '../core/median.js';
import {seededInputs} from '../core/network/network-input.js';
import {checkAlike} from './check-alike.js';
import type {CutPoint} from './cut-points.js';
import {examineModel, type ExaminedModel} from './examine.js';
import {serializeModel, type OnnxModel} from './model.js';
import {tensorBytes} from './operator-cost.js';
import {cutOptimized, useOptimizedCut, type OptimizedCut} from './optimized-cut.js';
import {cutModel, type PartitionedModel, type PartitionOptions} from './partition.js';
import {interleavedRatios, timeLayers} from './timed-runs.js';

/** The finest cut that is taken by itself costs this much of the uncut model's time at most. */
const MAX_COST = 1.03;
/** The first candidate that looks cheap enough is often one that was lucky: by about this much when it is measured again. */
const LUCK = 0.005;
const MAX_MEASURED_COST = MAX_COST - LUCK;
/** Each candidate of the trial has this share of the layers of the one before it. */
const COARSER = 0.8;
/**
 * No layer is smaller than this share of what each would have if all were equal. Small ones are worth having where few bytes
 * cross: a last dense layer has variants of its own.
 */
const SMALLEST_SHARE = 0.05;
/** The optimised graph ties a network to this machine: where the plain cut would do, it has to be faster by more than chance. */
const WORTH_IT = 0.98;
/**
 * How long a candidate is run. Where sessions come to lie in memory moves the ratio by up to 2 %, for as long as they are loaded:
 * a candidate that may be cheap enough after a first look is loaded and run again, and the median counts.
 */
const FIRST_LOOK_US = 2e6;
const MAYBE_COST = 1.05;
const FURTHER_LOOKS = 5;
const FURTHER_LOOK_US = 3e6;
const SEED = 1;

/** What timing needs beside a runtime. */
export interface TimingTools {
  readonly load: (network: PartitionedNetwork) => Promise<LayerChain>;
  /** **Units:** µs, from any start. */
  readonly nowUs: () => number;
  /** Absent: the optimised graph is not tried. */
  readonly optimizer?: GraphOptimizer;
}

export interface TimedOptions extends Omit<PartitionOptions, 'minFlopShare'> {
  /** No layer lasts less than this at the clocks in force; 0 where it is absent. */
  readonly minLayerUs?: number;
}

/** What the timed trial found. */
export interface GranularityTrial {
  readonly layers: number;
  /** Time of the layers one after another, relative to the uncut model. */
  readonly cost: number;
  /** Present where cutting the optimised graph is faster: apply it once all variants are made. */
  readonly optimizedCut?: OptimizedCut;
}

/**
 * Cuts a model so that every layer lasts `minLayerUs` or longer: into as many layers as that allows, where the fewest bytes
 * cross.
 */
export async function partitionByTime(
  model: OnnxModel,
  options: TimedOptions,
  tools: TimingTools,
): Promise<PartitionedModel> {
  const examined = await examineModel(model, options);
  const places = await timePlaces(examined, options, tools);
  const {minLayerUs = 0} = options;
  return cutModel(examined, bordersAt(examined, places, mostLayers(places, minLayerUs), minLayerUs), options);
}

/**
 * Cuts a model as finely as costs at most 3 % over running it uncut.
 *
 * Beginning with the finest cut, each candidate runs in turns with the uncut model, and with its own cut of the optimised
 * graph where there is an optimiser; the first that is cheap enough is taken. A single layer always is. The optimised graph is
 * used where it is clearly faster, or where only it is cheap enough.
 */
export async function partitionAuto(
  model: OnnxModel,
  options: TimedOptions,
  tools: TimingTools,
): Promise<{readonly partitioned: PartitionedModel; readonly trial: GranularityTrial}> {
  const examined = await examineModel(model, options);
  const places = await timePlaces(examined, options, tools);
  const {minLayerUs = 0} = options;
  const workUs = places.at(-1)?.workBefore ?? 0;
  for (const layers of candidateCounts(mostLayers(places, minLayerUs))) {
    const borders = bordersAt(examined, places, layers, Math.max(minLayerUs, (SMALLEST_SHARE * workUs) / layers));
    // As many layers of that size need not exist; then the next candidate is the same cut or a coarser one.
    if (borders.length !== layers + 1) continue;
    const partitioned = await cutModel(examined, borders, options);
    const trial = await tryCut(examined, borders, partitioned, options.runtime, tools);
    if (trial.cost <= MAX_MEASURED_COST) return {partitioned, trial};
  }
  const uncut = await cutModel(examined, bordersAt(examined, places, 1, 0), options);
  return {partitioned: uncut, trial: {layers: 1, cost: 1}};
}

/** From `finest` down to 2, ever coarser. */
function candidateCounts(finest: number): readonly number[] {
  const counts: number[] = [];
  for (let count = finest; count > 1; count = Math.min(count - 1, Math.round(count * COARSER))) counts.push(count);
  return counts;
}

/** The borders of the network with what a layer up to each takes: every smallest layer is timed by itself. */
async function timePlaces(
  examined: ExaminedModel,
  options: TimedOptions,
  {load, nowUs}: TimingTools,
): Promise<readonly CutPlace[]> {
  const finest = await cutModel(examined, examined.borders, options);
  const chain = await load(finest);
  const latenciesUs = await timeLayers(chain, seededInputs(finest.inputs, SEED), nowUs).finally(() => chain.release());
  let workBefore = 0;
  return examined.borders.map(({tensors}, border) => {
    if (border > 0) workBefore += latenciesUs[border - 1] ?? 0;
    return {workBefore, bytes: tensors.reduce((sum, name) => sum + tensorBytes(examined.infos.get(name)), 0)};
  });
}

/** The cheapest cut into `layers`; the uncut network where there is none. */
function bordersAt(
  {borders}: ExaminedModel,
  places: readonly CutPlace[],
  layers: number,
  minWork: number,
): readonly CutPoint[] {
  const chosen = cheapestCuts(places, layers, minWork) ?? [0, borders.length - 1];
  return chosen.flatMap((place) => borders[place] ?? []);
}

async function tryCut(
  examined: ExaminedModel,
  borders: readonly CutPoint[],
  partitioned: PartitionedModel,
  runtime: InferenceRuntime,
  tools: TimingTools,
): Promise<GranularityTrial> {
  const layers = borders.length - 1;
  const {optimizer} = tools;
  const optimizedCut = optimizer === undefined ? undefined : await cutOptimized(examined, borders, optimizer, runtime);
  const networks: PartitionedNetwork[] = [partitioned];
  if (optimizedCut !== undefined) networks.push(useOptimizedCut(partitioned, optimizedCut));
  const look = (enoughUs: number) => timeOnce(examined, networks, {runtime, tools, enoughUs});
  const trialOf = ([plain = NaN, optimized = Infinity]: readonly number[]): GranularityTrial => {
    const limit = plain <= MAX_MEASURED_COST ? WORTH_IT * plain : plain;
    if (optimizedCut === undefined || optimized >= limit) return {layers, cost: plain};
    return {layers, cost: optimized, optimizedCut};
  };
  const first = trialOf(await look(FIRST_LOOK_US));
  if (first.cost > MAYBE_COST) return first;
  const looks: (readonly number[])[] = [];
  let refusals = 0;
  // Once more than half of them say no, the median does.
  while (looks.length < FURTHER_LOOKS && refusals <= FURTHER_LOOKS / 2) {
    const ratios = await look(FURTHER_LOOK_US);
    looks.push(ratios);
    if (Math.min(...ratios) > MAX_MEASURED_COST) refusals += 1;
  }
  return trialOf(networks.map((_, index) => median(looks.map((ratios) => ratios[index] ?? NaN))));
}

/** What each network takes relative to the uncut model, all of them loaded anew. */
async function timeOnce(
  {model, input: modelInput}: ExaminedModel,
  networks: readonly PartitionedNetwork[],
  {
    runtime,
    tools,
    enoughUs,
  }: {readonly runtime: InferenceRuntime; readonly tools: TimingTools; readonly enoughUs: number},
): Promise<readonly number[]> {
  const loaded: {release(): Promise<void>}[] = [];
  try {
    const whole = await runtime.load(serializeModel(model.proto));
    loaded.push(whole);
    const chains: LayerChain[] = [];
    for (const network of networks) {
      const chain = await tools.load(network);
      loaded.push(chain);
      chains.push(chain);
    }
    const input = seededInputs(networks[0]?.inputs ?? [], SEED);
    await checkAlike(chains, input, model.place);
    const contestants = chains.map((chain) => () => chain.runAll(input));
    return await interleavedRatios(() => whole.run(modelInput), contestants, tools.nowUs, enoughUs);
  } finally {
    for (const each of loaded) await each.release();
  }
}

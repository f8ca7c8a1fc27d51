import {DataError} from '../core/errors.js';
import {seededInputs} from '../core/network/network-input.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';
import type {GraphOptimizer} from '../core/inference.js';
import {checkAlike} from './check-alike.js';
import type {CutPoint} from './cut-points.js';
import {examineModel, type ExaminedModel} from './examine.js';
import type {OnnxModel} from './model.js';
import {cutOptimized, useOptimizedCut, type OptimizedCut} from './optimized-cut.js';
import {cutModel, type PartitionedModel, type PartitionOptions} from './partition.js';

const SEED = 1;

/** What it takes to cut the optimised graph again, and to check it. */
export interface OptimizedTools {
  readonly optimizer: GraphOptimizer;
  readonly load: (network: PartitionedNetwork) => Promise<LayerChain>;
}

/** A network that was cut as it was before. */
export interface RepeatedCut {
  readonly partitioned: PartitionedModel;
  /** Present when the optimised graph was asked for and can be cut there: apply it once all variants are made. */
  readonly optimizedCut?: OptimizedCut;
}

/**
 * Cuts a model where `like` was cut, at any batch: into layers of as many operators each, with the same sizes of open
 * dimensions. Nothing is timed.
 *
 * @param tools - given where layers are to come out of the optimised graph.
 *
 * **Errors:** DataError when the model has no such layers any more.
 */
export async function partitionLike(
  model: OnnxModel,
  like: Network,
  options: Pick<PartitionOptions, 'batch' | 'engine' | 'runtime'>,
  tools?: OptimizedTools,
): Promise<RepeatedCut> {
  const {dimensions = {}, trial} = like;
  // What may cross a cut was decided when it was made; here only its place counts.
  const examined = await examineModel(model, {...options, maxLive: Infinity, dimensions});
  const borders = bordersOf(examined, like);
  const {network, ...rest} = await cutModel(examined, borders, options);
  const partitioned = {...rest, network: trial === undefined ? network : {...network, trial}};
  const optimizedCut =
    tools === undefined ? undefined : await cutChecked(examined, borders, partitioned, {...tools, ...options});
  return optimizedCut === undefined ? {partitioned} : {partitioned, optimizedCut};
}

function bordersOf({model, topology: {nodes}, cuts}: ExaminedModel, {layers}: Network): readonly CutPoint[] {
  const byPosition = new Map(cuts.map((cut) => [cut.position, cut]));
  let position = 0;
  const borders = [byPosition.get(position)];
  for (const {operators, name} of layers) {
    const found = nodes.slice(position, position + operators.length).map(({opType}) => opType);
    position += operators.length;
    borders.push(byPosition.get(position));
    if (found.join() !== operators.join() || borders.at(-1) === undefined) {
      throw changed(model, `layer ${name} is ${describe(found)} there, ${describe(operators)} when it was profiled`);
    }
  }
  if (position !== nodes.length) {
    throw changed(model, `it has ${nodes.length} operators, ${position} when it was profiled`);
  }
  return borders.flatMap((border) => border ?? []);
}

async function cutChecked(
  examined: ExaminedModel,
  borders: readonly CutPoint[],
  partitioned: PartitionedModel,
  {optimizer, load, runtime}: OptimizedTools & Pick<PartitionOptions, 'runtime'>,
): Promise<OptimizedCut | undefined> {
  const optimizedCut = await cutOptimized(examined, borders, optimizer, runtime);
  if (optimizedCut === undefined) return undefined;
  const chains = [await load(partitioned)];
  try {
    chains.push(await load(useOptimizedCut(partitioned, optimizedCut)));
    await checkAlike(chains, seededInputs(partitioned.inputs, SEED), examined.model.place);
  } finally {
    for (const chain of chains) await chain.release();
  }
  return optimizedCut;
}

function changed({place}: OnnxModel, what: string): DataError {
  return new DataError(`${place} cannot be cut as it was before: ${what}.`, {
    suggestions: [`neuos profile --model ${place} && neuos build-tables`],
  });
}

function describe(operators: readonly string[]): string {
  return operators.length > 4 ? `${operators.length} operators` : operators.join(' ') || 'nothing';
}

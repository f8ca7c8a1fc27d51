import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';

import type {CohortInput} from '../core/cohort.js';
import {EnvironmentError, throwIfInterrupted} from '../core/errors.js';
import type {CutRequest} from '../core/network/cut-request.js';
import type {FrontierEntry} from '../core/network/low-rank-judgement.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {splitImages} from '../core/network/image-splits.js';
import type {WholeNetworkLoader} from '../core/network/whole-network.js';
import type {ExactRanks} from '../onnx/rank-ladder.js';
import type {Calibration} from '../onnx/fit-variants.js';
import type {LowRankModel} from '../onnx/low-rank-variants.js';
import type {OnnxModel} from '../onnx/model.js';
import type {OptimizedCut} from '../onnx/optimized-cut.js';
import type {PartitionedModel} from '../onnx/partition.js';
import type {LowRankInputs} from '../services/lowrank.js';
import {hasLabels, openImages} from './images.js';
import {cutNetwork, type Runtime} from './cut.js';
import {factorFolder, modelFile, openRuntime, optimized, THREADS} from './networks.js';
import {checkDimensions} from './swept-networks.js';
import {SYSTEM_CLOCK} from './system-clock.js';

export interface LowRankRequest {
  readonly model: string;
  readonly batch: number;
  readonly cut?: CutRequest | undefined;
  /** Images with labels; the sample images for a sample network and generated inputs otherwise when absent. */
  readonly input?: CohortInput | undefined;
  /** Images to use at most. */
  readonly images: number;
  readonly configurationCount: number;
  /** Ranks by number; the ladder of the platform when absent. */
  readonly ranks?: ExactRanks | undefined;
  /** Whether variants are fitted to images, where there are some. */
  readonly calibrate: boolean;
}

/** Whom the making of variants tells how far it is, and who may end it. */
export interface Observer {
  readonly signal: AbortSignal;
  readonly onProgress: (unit: string, done: number, total: number) => void;
}

/** What `lowrank` needs, but for the signal and the progress. */
export interface ComposedLowRank {
  readonly inputs: Omit<LowRankInputs, 'signal' | 'onProgress'>;
  readonly threads: number;
  /** Writes whole models into a folder and returns their files, in the order of the entries. */
  readonly writeModels: (folder: string, entries: readonly FrontierEntry[]) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export async function composeLowRank(request: LowRankRequest, observer: Observer): Promise<ComposedLowRank> {
  const {readModel} = await import('../onnx/model.js');
  const {NetworkChain} = await import('../executors/network-chain.js');
  const runtime = await openRuntime();
  const model = await readModel(modelFile(request.model));
  const {network, optimizedCut, calibration} = await makeVariants(model, request, runtime, observer);
  const chain = await NetworkChain.load(await optimized(network, optimizedCut), runtime);
  const images = calibration?.images ?? (await openImages({...request, network, chain, limit: request.images}));
  const {selection, report} = splitImages(Math.min(images.count, request.images));
  return {
    inputs: {
      chain,
      loadWhole: wholeNetworkLoader(model, network, runtime),
      images,
      metric: hasLabels(request) ? 'top-1' : 'agreement',
      reductions: network.reductions,
      selection,
      report,
      configurationCount: request.configurationCount,
      clock: SYSTEM_CLOCK,
    },
    threads: THREADS,
    writeModels: (folder, entries) => writeModels(model, network, folder, entries),
    close: () => chain.release(),
  };
}

/** Variants as they are written, and what takes the place of the originals where they run here. */
interface MadeVariants {
  readonly network: LowRankModel;
  readonly optimizedCut: OptimizedCut | undefined;
  readonly calibration: ImageCalibration | undefined;
}

/** Images to fit variants to, the whole set: the same serve to judge them. */
interface ImageCalibration extends Calibration {
  readonly images: LabelledImages;
}

async function makeVariants(
  model: OnnxModel,
  request: LowRankRequest,
  runtime: Runtime,
  {signal, onProgress}: Observer,
): Promise<MadeVariants> {
  const {addLowRankVariants} = await import('../onnx/low-rank-variants.js');
  const {FactorCache} = await import('../onnx/factor-cache.js');
  const {RuntimeGemm} = await import('../onnx/runtime-gemm.js');
  const {batch, ranks, cut} = request;
  const {partitioned, optimizedCut} = await cutNetwork(model, {batch, engine: 'cpu', cut}, runtime);
  checkDimensions(cut?.dimensions ?? {}, [partitioned.network]);
  const calibration = await openCalibration(request, partitioned, runtime);
  const gemm = await RuntimeGemm.create(runtime);
  try {
    const network = await addLowRankVariants(partitioned, {
      cache: new FactorCache(gemm, factorFolder()),
      ...(ranks === undefined ? {} : {exactRanks: ranks}),
      ...(calibration === undefined ? {} : {calibration}),
      onLayer: (done, total) => {
        throwIfInterrupted(signal, 'No variant was kept.');
        onProgress('layers with variants', done, total);
      },
    });
    return {network, optimizedCut, calibration};
  } finally {
    await gemm.release();
  }
}

/** Images to fit variants to: real ones only, since made-up inputs would teach them what no input looks like. */
async function openCalibration(
  {model, input, images: limit, calibrate}: LowRankRequest,
  network: PartitionedModel,
  runtime: Runtime,
): Promise<ImageCalibration | undefined> {
  if (!calibrate || !hasLabels({model, input})) return undefined;
  const {NetworkChain} = await import('../executors/network-chain.js');
  const chain = await NetworkChain.load(network, runtime);
  try {
    const images = await openImages({model, input, network, chain, limit});
    return {runtime, images, indices: splitImages(Math.min(images.count, limit)).calibration};
  } finally {
    await chain.release();
  }
}

function wholeNetworkLoader(model: OnnxModel, network: LowRankModel, runtime: Runtime): WholeNetworkLoader {
  return async (variants) => {
    const {loadWholeNetwork} = await import('../executors/whole-network.js');
    return loadWholeNetwork(await joinVariants(model, network, variants), network.seams[0] ?? [], runtime);
  };
}

/** One variant of each layer as one model. */
async function joinVariants(model: OnnxModel, {parts}: LowRankModel, variants: readonly number[]): Promise<Uint8Array> {
  const {joinParts} = await import('../onnx/join-parts.js');
  return joinParts(
    model,
    parts.flatMap((layer, ordinal) => layer[variants[ordinal] ?? 0] ?? []),
  );
}

async function writeModels(
  model: OnnxModel,
  network: LowRankModel,
  folder: string,
  entries: readonly FrontierEntry[],
): Promise<readonly string[]> {
  const files = entries.map((_, index) => path.join(folder, `${model.name}-${index}.onnx`));
  try {
    await mkdir(folder, {recursive: true});
    for (const [index, {variants}] of entries.entries()) {
      await writeFile(files[index] ?? '', await joinVariants(model, network, variants));
    }
  } catch (cause) {
    throw new EnvironmentError(`cannot write models to ${folder}: ${String(cause)}`, {cause});
  }
  return files;
}

import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {tmpdir} from 'node:os';
import {fileURLToPath} from 'node:url';
import {mkdtemp, rm} from 'node:fs/promises';

import {composeLowRank} from '../../src/composition/lowrank.js';
import {splitImages} from '../../src/core/network/image-splits.js';
import type {LayerChain} from '../../src/core/network/chain.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {decomposable} from '../../src/onnx/decomposable.js';
import {FactorCache} from '../../src/onnx/factor-cache.js';
import type {Calibration} from '../../src/onnx/fit-variants.js';
import {addLowRankVariants} from '../../src/onnx/low-rank-variants.js';
import {readModel} from '../../src/onnx/model.js';
import {partitionModel, type PartitionedModel} from '../../src/onnx/partition.js';
import {RuntimeGemm} from '../../src/onnx/runtime-gemm.js';
import {findWeights} from '../../src/onnx/weights.js';
import {judgeLowRank} from '../../src/services/lowrank.js';
import {
  answers,
  hasSharedModels,
  readAllImages,
  readSampleImages,
  SAMPLE_NAMES,
  samplePath,
  type SampleName,
} from '../support/sample-networks.js';
import {hasExports, type ExportName} from '../support/imagenet-exports.js';
import {quick, report} from './harness.js';

// What fitting variants to outputs is worth: accuracy lost with every convolution but the first at half of break-even
// rank, against variants fitted to weights; and the fastest whole network that loses at most one point. Calibration
// images are never among those that judge.
const BATCH = 50;
const HALF = 0.5;
const ONE_POINT = 0.01;

const runtime = new OnnxRuntime({threads: 2});
const gemm = await RuntimeGemm.create(runtime);
const folder = await mkdtemp(path.join(tmpdir(), 'neuos-bench-'));
const cache = new FactorCache(gemm, folder);
const images = hasSharedModels ? await readAllImages() : await readSampleImages();
const calibrationIndices = splitImages(images.count).calibration;
const judging = Array.from({length: quick ? 500 : images.count - 500}, (_, index) => 500 + index);

const metrics: Record<string, number> = {judgingImages: judging.length};
for (const name of quick ? SAMPLE_NAMES.slice(0, 1) : SAMPLE_NAMES) {
  Object.assign(metrics, await compareFits(name));
  if (!quick) Object.assign(metrics, await speedUpAtOnePoint(name));
}
await gemm.release();
await rm(folder, {recursive: true});
if (!quick && hasExports) for (const name of ['resnet50', 'vgg19'] as const) Object.assign(metrics, timeVariants(name));
report('lowrank', metrics);

async function compareFits(name: SampleName): Promise<Readonly<Record<string, number>>> {
  const model = await partitionModel(await readModel(samplePath(name)), {batch: BATCH, engine: 'cpu', runtime});
  const exactRanks = {byName: halfRanks(model)};
  const calibration: Calibration = {runtime, images, indices: calibrationIndices};
  const plain = await addLowRankVariants(model, {cache, exactRanks});
  const startMs = performance.now();
  const fitted = await addLowRankVariants(model, {cache, exactRanks, calibration});
  const seconds = (performance.now() - startMs) / 1000;
  const [original, lessPlain, lessFitted] = [
    await accuracy(model, 0),
    await accuracy(plain, 1),
    await accuracy(fitted, 1),
  ];
  return {
    [`${name}LostByWeights`]: original - lessPlain,
    [`${name}LostByOutputs`]: original - lessFitted,
    [`${name}LossRatio`]: Math.max(0, original - lessFitted) / (original - lessPlain),
    [`${name}FitSeconds`]: seconds,
  };
}

/** Time and memory that the variants of an export take, its partition included. */
function timeVariants(name: ExportName): Readonly<Record<string, number>> {
  const program = fileURLToPath(new URL('variants-once.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', program, name], {encoding: 'utf8'});
  const {seconds, variants, peakMb} = JSON.parse(output) as Readonly<Record<'seconds' | 'variants' | 'peakMb', number>>;
  return {[`${name}Variants`]: variants, [`${name}VariantSeconds`]: seconds, [`${name}VariantPeakMb`]: peakMb};
}

/** Half of break-even rank for every convolution but the network's first, by the name of the operator. */
function halfRanks({originals}: PartitionedModel): ReadonlyMap<string, number> {
  const convolutions = originals.flatMap(({graph}) =>
    graph === undefined
      ? []
      : graph.node
          .filter(({opType}) => opType === 'Conv')
          .flatMap((node) => decomposable(node, findWeights(graph)) ?? []),
  );
  return new Map(
    convolutions.slice(1).map(({node, breakEven}) => [node.name, Math.max(1, Math.floor(HALF * breakEven))]),
  );
}

/** Top-1 on the judging images with `variant` of every layer that has it. */
async function accuracy(model: PartitionedModel, variant: number): Promise<number> {
  const chain: LayerChain = await NetworkChain.load(model, runtime);
  const choice = model.network.layers.map(({variants}) => Math.min(variant, variants.length - 1));
  let right = 0;
  for (let start = 0; start < judging.length; start += BATCH) {
    const indices = judging.slice(start, start + BATCH);
    const output = await chain.runAll(images.batch(indices), choice);
    right += answers(output).filter((answer, place) => answer === images.label(indices[place] ?? 0)).length;
  }
  await chain.release();
  return right / judging.length;
}

/**
 * The fastest measured entry of the frontier that is measured to lose at most a point: as one model and cut into layers.
 */
async function speedUpAtOnePoint(name: SampleName): Promise<Readonly<Record<string, number>>> {
  const observer = {signal: new AbortController().signal, onProgress: () => undefined};
  const request = {model: `${name}-fmnist`, batch: 32, images: 2000, configurationCount: 24, calibrate: true};
  const {inputs, close} = await composeLowRank(request, observer);
  const {frontier} = await judgeLowRank({...inputs, ...observer}).finally(close);
  const best = frontier.findLast(({loss}) => loss <= ONE_POINT);
  if (best === undefined) throw new Error(`${name} has no frontier`);
  return {
    [`${name}SpeedUpAtOnePoint`]: best.speedUp,
    [`${name}LossAtThatSpeed`]: best.loss,
    [`${name}InLayersSpeedUp`]: best.inLayers.speedUp,
  };
}

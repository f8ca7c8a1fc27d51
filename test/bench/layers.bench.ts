import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {InferenceSession, Tensor} from 'onnxruntime-node';

import type {PartitionedNetwork} from '../../src/core/network/chain.js';
import {cheapestCuts} from '../../src/core/network/cheapest-cuts.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {examineModel} from '../../src/onnx/examine.js';
import {readModel, serializeModel, type OnnxModel} from '../../src/onnx/model.js';
import {operatorCost, tensorBytes} from '../../src/onnx/operator-cost.js';
import {cutOptimized, useOptimizedCut} from '../../src/onnx/optimized-cut.js';
import {cutModel} from '../../src/onnx/partition.js';
import {partitionAuto} from '../../src/onnx/timed-cut.js';
import {interleavedRatios} from '../../src/onnx/timed-runs.js';
import {hasExports, referenceInput, unpackExport, type ExportName} from '../support/imagenet-exports.js';
import {median, quick, report} from './harness.js';

// Layers one after another against the whole model as anyone would run it: `session.run` of onnxruntime-node. One thread, at 224².
const ASKED: Readonly<Partial<Record<ExportName, number>>> = {resnet50: 8, alexnet: 8, vgg19: 16};
/** Of the FLOPs: the last dense layer of ResNet-50 may be a layer of its own. */
const SMALLEST_SHARE = 0.0004;
const LOOKS = quick ? 1 : 5;
const LOOK_US = quick ? 1e6 : 5e6;
const runtime = new OnnxRuntime({threads: 1});
const WHOLE: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
  extra: {session: {intra_op: {allow_spinning: '0'}}},
};
const tools = {
  load: (network: PartitionedNetwork) => NetworkChain.load(network, runtime),
  nowUs: () => Number(process.hrtime.bigint()) / 1000,
  optimizer: runtime,
};

if (hasExports) report('layers', await measureAll());
else console.error('no exports of the size of ImageNet beside the repository: nothing to measure');

async function measureAll(): Promise<Record<string, number>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'neuos-bench-'));
  const metrics: Record<string, number> = {};
  try {
    for (const [name, layers] of Object.entries(ASKED) as [ExportName, number][]) {
      if (quick && name === 'vgg19') continue;
      const model = await readModel(unpackExport(name, folder));
      Object.assign(metrics, await measureCut(name, model, layers));
      if (name === 'resnet50' && !quick) Object.assign(metrics, await measureAuto(model));
    }
  } finally {
    rmSync(folder, {recursive: true});
  }
  return metrics;
}

/** The cut into `layers` that the fewest bytes cross, plain and out of the optimised graph; the better one counts. */
async function measureCut(name: string, model: OnnxModel, layers: number): Promise<Record<string, number>> {
  const examined = await examineModel(model, {batch: 1, runtime});
  let workBefore = 0;
  let position = 0;
  const places = examined.borders.map((border) => {
    for (; position < border.position; position += 1) {
      const node = examined.topology.nodes[position];
      if (node !== undefined) workBefore += operatorCost(node, examined.infos).flops;
    }
    return {
      workBefore,
      bytes: border.tensors.reduce((sum, tensor) => sum + tensorBytes(examined.infos.get(tensor)), 0),
    };
  });
  const chosen = cheapestCuts(places, layers, SMALLEST_SHARE * workBefore) ?? places.map((_, place) => place);
  const borders = chosen.flatMap((place) => examined.borders[place] ?? []);
  const plain = await cutModel(examined, borders, {batch: 1, engine: 'cpu', runtime});
  const optimized = await cutOptimized(examined, borders, runtime, runtime);
  const ratios = await ratiosOf(model, [
    plain,
    ...(optimized === undefined ? [] : [useOptimizedCut(plain, optimized)]),
  ]);
  return {
    [`${name}Parts`]: plain.parts.length,
    [`${name}PlainRatio`]: ratios[0] ?? NaN,
    ...(ratios[1] === undefined ? {} : {[`${name}OptimizedRatio`]: ratios[1]}),
    [`${name}Ratio`]: Math.min(...ratios),
  };
}

async function measureAuto(model: OnnxModel): Promise<Record<string, number>> {
  const {partitioned, trial} = await partitionAuto(model, {batch: 1, engine: 'cpu', runtime}, tools);
  const {optimizedCut} = trial;
  const network = optimizedCut === undefined ? partitioned : useOptimizedCut(partitioned, optimizedCut);
  const [ratio = NaN] = await ratiosOf(model, [network]);
  return {autoParts: trial.layers, autoTrialRatio: trial.cost, autoRatio: ratio};
}

/**
 * Time of each network's layers relative to the whole model, all loaded anew for each look: where sessions come to lie in
 * memory moves the ratio for as long as they are loaded. The median of the looks counts.
 */
async function ratiosOf(model: OnnxModel, networks: readonly PartitionedNetwork[]): Promise<readonly number[]> {
  const looks: (readonly number[])[] = [];
  while (looks.length < LOOKS) looks.push(await lookAt(model, networks));
  return networks.map((_, index) => median(looks.map((ratios) => ratios[index] ?? NaN)));
}

async function lookAt(model: OnnxModel, networks: readonly PartitionedNetwork[]): Promise<readonly number[]> {
  const whole = await InferenceSession.create(serializeModel(model.proto), WHOLE);
  const [inputName = ''] = whole.inputNames;
  const input = referenceInput();
  const feeds = {[inputName]: new Tensor(input.data as Float32Array, input.shape)};
  const chains: NetworkChain[] = [];
  for (const network of networks) chains.push(await NetworkChain.load(network, runtime));
  const contestants = chains.map((chain) => () => chain.runAll(input));
  const ratios = await interleavedRatios(() => whole.run(feeds), contestants, tools.nowUs, LOOK_US);
  for (const loaded of [whole, ...chains]) await loaded.release();
  return ratios;
}

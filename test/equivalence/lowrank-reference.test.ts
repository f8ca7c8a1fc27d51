import {readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {afterAll, beforeAll, describe, expect, it} from 'vitest';

import type {InferenceSession, Tensor} from '../../src/core/inference.js';
import {factorize} from '../../src/core/linear-algebra/factorize.js';
import {transpose, type Matrix} from '../../src/core/linear-algebra/matrix.js';
import type {LabelledImages} from '../../src/core/labelled-images.js';
import {breakEvenRank} from '../../src/core/network/rank.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {decomposable} from '../../src/onnx/decomposable.js';
import {decomposeOperators} from '../../src/onnx/decompose.js';
import {FactorCache} from '../../src/onnx/factor-cache.js';
import {readModel} from '../../src/onnx/model.js';
import {partitionModel, type PartitionedModel} from '../../src/onnx/partition.js';
import {RuntimeGemm} from '../../src/onnx/runtime-gemm.js';
import {findWeights} from '../../src/onnx/weights.js';
import {
  answers,
  batches,
  hasSharedModels,
  readAllImages,
  SHARED_MODELS,
  samplePath,
} from '../support/sample-networks.js';

const BATCH = 500;
const HALF_AN_HOUR = 1_800_000;
const ACCURACY_TOLERANCE = 0.003;
const ERROR_TOLERANCE = 1e-3;
const NAMES = ['alexnet', 'vgg19'] as const;

interface LayerRow {
  readonly layer: string;
  readonly shape: readonly [number, number, number, number];
  readonly K: number;
  readonly breakEvenRank: number;
  readonly relError: number;
  readonly accuracy: number;
}

interface ModelRows {
  readonly perLayer: readonly LayerRow[];
  readonly allConvs: readonly {readonly fractionOfBreakEven: number; readonly accuracy: number}[];
}

/** A network with some of its layers replaced; the others are those of the original chain. */
interface Candidate {
  readonly what: string;
  readonly expected: number;
  /** First layer that is not the original's. */
  readonly from: number;
  readonly replaced: ReadonlyMap<number, InferenceSession>;
  correct: number;
}

const runtime = new OnnxRuntime({threads: 2});
const rows = hasSharedModels
  ? (JSON.parse(readFileSync(`${SHARED_MODELS}/lowrank-reference.json`, 'utf8')) as {models: Record<string, ModelRows>})
      .models
  : {};

describe.skipIf(!hasSharedModels)('low-rank variants against an independent implementation', () => {
  let directory = '';
  let gemm: RuntimeGemm;
  let cache: FactorCache;
  let images: LabelledImages;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'neuos-factors-'));
    gemm = await RuntimeGemm.create(runtime);
    cache = new FactorCache(gemm, directory);
    images = await readAllImages();
  });
  afterAll(async () => {
    await gemm.release();
    await rm(directory, {recursive: true});
  });

  it.each(NAMES)('%s: every reconstruction error is the same', {timeout: HALF_AN_HOUR}, async (name) => {
    const {graph} = await readModel(samplePath(name));
    const weights = findWeights(graph);
    const operators = new Map(graph.node.map((node) => [node.input[1], decomposable(node, weights)]));
    for (const {layer, K: rank, relError, breakEvenRank: breakEven} of rows[name]?.perLayer ?? []) {
      const operator = operators.get(`${layer}.weight`);
      const [matrix] = operator?.matrices() ?? [];
      if (operator === undefined || matrix === undefined) throw new Error(`${layer} was not found`);
      expect(operator.breakEven).toBeCloseTo(breakEven, 9);
      expect(Math.abs((await relativeError(matrix, rank, gemm)) / relError - 1), `${layer} rank ${rank}`).toBeLessThan(
        ERROR_TOLERANCE,
      );
    }
  });

  it.each(NAMES)('%s: every accuracy is the same', {timeout: HALF_AN_HOUR}, async (name) => {
    const partitioned = await partitionModel(await readModel(samplePath(name)), {
      batch: BATCH,
      engine: 'cpu',
      runtime,
      minFlopShare: 0,
    });
    const originals = await Promise.all(partitioned.parts.map(([part]) => runtime.load(part ?? new Uint8Array())));
    const candidates = await loadCandidates(partitioned, rows[name] ?? {perLayer: [], allConvs: []}, cache);
    for (const indices of batches(images.count, BATCH)) {
      const inputs = await layerInputs(originals, images.batch(indices));
      for (const candidate of candidates) {
        const output = await runFrom(candidate, originals, inputs);
        candidate.correct += answers(output).filter((answer, i) => answer === images.label(indices[i] ?? 0)).length;
      }
    }
    expect(candidates.length).toBeGreaterThan(15);
    const wrong = candidates.filter(
      ({correct, expected}) => Math.abs(correct / images.count - expected) > ACCURACY_TOLERANCE,
    );
    expect(wrong.map(({what, correct, expected}) => ({what, accuracy: correct / images.count, expected}))).toEqual([]);
    console.info(
      `${name}: ${candidates.length} rows, largest difference ${largestDifference(candidates, images.count)}`,
    );
  });
});

function largestDifference(candidates: readonly Candidate[], count: number): string {
  return Math.max(...candidates.map(({correct, expected}) => Math.abs(correct / count - expected))).toFixed(4);
}

async function relativeError(matrix: Matrix, rank: number, gemm: RuntimeGemm): Promise<number> {
  const {rows: height, columns, vertical, horizontal} = await factorize(matrix, rank, gemm);
  const left = transpose({rows: rank, columns: height, data: Float64Array.from(vertical)});
  const product = await gemm.multiply(left, {rows: rank, columns, data: Float64Array.from(horizontal)});
  const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
  const difference = matrix.data.map((value, index) => value - (product.data[index] ?? 0));
  return Math.sqrt(squares(difference) / squares(matrix.data));
}

async function loadCandidates(
  partitioned: PartitionedModel,
  {perLayer, allConvs}: ModelRows,
  cache: FactorCache,
): Promise<readonly Candidate[]> {
  const layerRanks = perLayer.map(({layer, K: rank, accuracy}) => ({
    what: `${layer} rank ${rank}`,
    expected: accuracy,
    ranks: new Map([[`${layer}.weight`, rank]]),
  }));
  const allRanks = allConvs.map(({fractionOfBreakEven, accuracy}) => ({
    what: `all convolutions at ${fractionOfBreakEven}`,
    expected: accuracy,
    ranks: spatialRanks(partitioned, fractionOfBreakEven),
  }));
  const candidates: Candidate[] = [];
  // Highest ranks first: the lower ones of a layer are then in the cache.
  for (const {what, expected, ranks} of [...allRanks.toReversed(), ...layerRanks.toReversed()]) {
    const replaced = await replaceLayers(partitioned, ranks, cache);
    candidates.push({what, expected, from: Math.min(...replaced.keys()), replaced, correct: 0});
  }
  return candidates;
}

/** Every convolution with a kernel larger than 1×1, by the name of its weights. */
function spatialRanks({originals}: PartitionedModel, fraction: number): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const tensor of originals.flatMap(({graph}) => graph?.initializer ?? [])) {
    const [filters = 0, channels = 0, height = 0, width = 0] = tensor.dims.map(Number);
    if (tensor.dims.length !== 4 || height * width === 1) continue;
    const breakEven = breakEvenRank(channels * height, filters * width);
    ranks.set(tensor.name, Math.max(1, Math.floor(fraction * breakEven)));
  }
  return ranks;
}

async function replaceLayers(
  {originals}: PartitionedModel,
  ranks: ReadonlyMap<string, number>,
  cache: FactorCache,
): Promise<ReadonlyMap<number, InferenceSession>> {
  const replaced = new Map<number, InferenceSession>();
  for (const [index, proto] of originals.entries()) {
    const own = proto.graph?.initializer.flatMap(({name}) => {
      const rank = ranks.get(name);
      return rank === undefined ? [] : [[name, rank] as const];
    });
    if (own === undefined || own.length === 0) continue;
    replaced.set(index, await runtime.load(await decomposeOperators(proto, new Map(own), cache)));
  }
  return replaced;
}

async function layerInputs(originals: readonly InferenceSession[], input: Tensor): Promise<readonly Tensor[]> {
  const inputs = [input];
  for (const session of originals) inputs.push(await runSession(session, inputs.at(-1) ?? input));
  return inputs;
}

async function runFrom(
  {from, replaced}: Candidate,
  originals: readonly InferenceSession[],
  inputs: readonly Tensor[],
): Promise<Tensor> {
  let [activation] = inputs.slice(from);
  for (const [index, original] of originals.entries()) {
    if (index < from || activation === undefined) continue;
    activation = await runSession(replaced.get(index) ?? original, activation);
  }
  if (activation === undefined) throw new Error('nothing was run');
  return activation;
}

async function runSession(session: InferenceSession, activation: Tensor): Promise<Tensor> {
  const output = (await session.run({[session.inputNames[0] ?? '']: activation}))[session.outputNames[0] ?? ''];
  if (output === undefined) throw new Error('the session has no output');
  return output;
}

import {readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';

import {describe, expect, it} from 'vitest';

import {UsageError} from '../../../src/core/errors.js';
import type {InferenceRuntime, Tensor} from '../../../src/core/inference.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {FactorCache} from '../../../src/onnx/factor-cache.js';
import type {Calibration} from '../../../src/onnx/fit-variants.js';
import {addLowRankVariants, type LowRankModel} from '../../../src/onnx/low-rank-variants.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {input, node, residualModel, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const SHAPE = [2, 6, 6];

/** Images whose pixels depend on each other: a few patterns in changing strength. */
const images: Calibration['images'] = {
  batch: (indices) => {
    const data = indices.flatMap((index) => {
      const strengths = seededTensor([3], index + 10).data;
      const patterns = Array.from(strengths, (_, n) => seededTensor(SHAPE, n + 1).data);
      return Array.from({length: 72}, (_, pixel) =>
        strengths.reduce((sum, strength, n) => sum + strength * (patterns[n]?.[pixel] ?? 0), 0.3),
      );
    });
    return {shape: [indices.length, ...SHAPE], data: Float32Array.from(data)};
  },
};
const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);
const calibration: Calibration = {runtime, images, indices: range(0, 80)};

async function variantsOf(
  model: OnnxModel,
  folder: string,
  changes: {readonly calibration?: Calibration; readonly batch?: number},
): Promise<LowRankModel> {
  const {batch = 8, ...options} = changes;
  const partitioned = await partitionModel(model, {batch, engine: 'cpu', runtime, minFlopShare: 0});
  const cache = new FactorCache(loopGemm, folder);
  return addLowRankVariants(partitioned, {cache, rankMultiple: 1, fractions: [0.5], ...options});
}

/** Error of the whole network with every layer at its first variant, on images that were not fitted to. */
async function networkError(network: LowRankModel): Promise<{readonly squares: number; readonly bias: number}> {
  const chain = await NetworkChain.load(network, runtime);
  let [squares, bias] = [0, 0];
  for (let start = 200; start < 280; start += 8) {
    const x = images.batch(range(start, start + 8));
    const [expected, got] = [await chain.runAll(x), await chain.runAll(x, [1, 1, 1])];
    for (const difference of differences(expected, got)) {
      squares += difference ** 2;
      bias += difference;
    }
  }
  await chain.release();
  return {squares, bias: Math.abs(bias)};
}

function differences(a: Tensor, b: Tensor): readonly number[] {
  return Array.from(a.data as Float32Array, (value, index) => Number(b.data[index]) - value);
}

/** A runtime that must not be needed. */
const NO_RUNTIME: InferenceRuntime = {
  load: () => Promise.reject(new Error('nothing had to be run')),
};

describe('variants that are fitted to outputs', () => {
  it('lose much less than variants of the same cost that are fitted to weights', async () => {
    const folder = temporaryFolder();
    const plain = await variantsOf(residualModel(), folder, {});
    const fitted = await variantsOf(residualModel(), folder, {calibration});
    const flops = ({network}: LowRankModel) => network.layers.map(({variants}) => variants[1]?.cost.flops ?? NaN);
    for (const [layer, own] of flops(fitted).entries()) expect(own).toBeLessThanOrEqual(flops(plain)[layer] ?? NaN);
    const [before, after] = [await networkError(plain), await networkError(fitted)];
    expect(after.squares).toBeLessThan(0.3 * before.squares);
    expect(after.bias).toBeLessThan(before.bias);
    for (const {outputError, reconstructionError} of fitted.reductions.flat(2)) {
      expect(outputError).toBeLessThan(reconstructionError);
    }
    expect(plain.reductions.flat(2).every(({outputError}) => outputError === undefined)).toBe(true);
  });

  it('are kept: the same inputs give the same variants at any batch, without a run', async () => {
    const folder = temporaryFolder();
    const first = await variantsOf(residualModel(), folder, {calibration});
    const again = await variantsOf(residualModel(), folder, {
      calibration: {...calibration, runtime: NO_RUNTIME},
      batch: 4,
    });
    expect(again.reductions).toEqual(first.reductions);
    const others = variantsOf(residualModel(), folder, {
      calibration: {...calibration, runtime: NO_RUNTIME, indices: range(1, 81)},
    });
    await expect(others).rejects.toThrow('nothing had to be run');
  });

  it('are made again where what was kept is damaged', async () => {
    const folder = temporaryFolder();
    const first = await variantsOf(residualModel(), folder, {calibration});
    const [kept] = (await readdir(folder)).filter((name) => name.endsWith('.fits'));
    await writeFile(path.join(folder, kept ?? ''), 'nonsense that is long enough to hold a digest, were it one');
    const again = await variantsOf(residualModel(), folder, {calibration});
    expect(again.parts).toEqual(first.parts);
  });

  it('keep groups, strides and products without a bias', async () => {
    const model = tinyModel({
      nodes: [
        node('Conv', ['x', 'w1'], ['c'], {group: 2, strides: [2, 1], pads: [1, 1, 1, 1]}),
        node('Relu', ['c'], ['r']),
        node('Flatten', ['r'], ['f']),
        node('MatMul', ['f', 'w2'], ['y']),
      ],
      weights: [weight('w1', [16, 1, 3, 3]), weight('w2', [288, 24])],
    });
    const fitted = await variantsOf(model, temporaryFolder(), {calibration});
    expect(fitted.reductions.flat(2).map(({operator}) => operator)).toEqual(['/c/Conv', '/y/MatMul']);
    const {squares} = await networkError(fitted);
    const plain = await networkError(await variantsOf(model, temporaryFolder(), {}));
    expect(squares).toBeLessThan(plain.squares);
  });

  it('need a network with one input', async () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 64]), input('z', ['n', 64])],
      nodes: [node('Add', ['x', 'z'], ['s']), node('MatMul', ['s', 'w'], ['y'])],
      weights: [weight('w', [64, 64])],
    });
    await expect(variantsOf(model, temporaryFolder(), {calibration})).rejects.toThrow(UsageError);
  });
});

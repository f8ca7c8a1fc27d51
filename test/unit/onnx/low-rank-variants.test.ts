import {describe, expect, it} from 'vitest';

import type {Factors} from '../../../src/core/linear-algebra/factorize.js';
import type {Matrix} from '../../../src/core/linear-algebra/matrix.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {FactorCache} from '../../../src/onnx/factor-cache.js';
import {addLowRankVariants} from '../../../src/onnx/low-rank-variants.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {parseModel} from '../../../src/onnx/model.js';
import {partitionModel, type PartitionedModel} from '../../../src/onnx/partition.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {input, node, residualModel, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

async function withVariants(
  model: OnnxModel,
  rankMultiple = 1,
  fractions?: readonly number[],
): Promise<PartitionedModel> {
  const partitioned = await partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare: 0});
  const cache = new FactorCache(loopGemm, temporaryFolder());
  return addLowRankVariants(partitioned, {cache, rankMultiple, ...(fractions === undefined ? {} : {fractions})});
}

describe('addLowRankVariants', () => {
  it('gives every layer that can profit variants of falling rank and cost', async () => {
    const {network, parts} = await withVariants(residualModel());
    expect(network.layers.map(({variants}) => variants.map(({ranks}) => ranks.join()))).toEqual([
      ['', '3', '2', '1'],
      ['', '5', '3', '2'],
      ['', '3', '2', '1'],
    ]);
    expect(parts.map((variants) => variants.length)).toEqual([4, 4, 4]);
    for (const {variants} of network.layers) {
      expect(variants.map(({ordinal}) => ordinal)).toEqual([0, 1, 2, 3]);
      const flops = variants.map(({cost}) => cost.flops);
      expect(flops).toEqual(flops.toSorted((a, b) => b - a));
    }
  });

  it('counts the cost of a pair from shapes', async () => {
    const {network} = await withVariants(residualModel(), 1, [0.5]);
    const [original, half] = network.layers[0]?.variants ?? [];
    const pixels = 2 * 36;
    const [between, output] = [pixels * 2, pixels * 4];
    // Two filters 3×1 on two channels, four filters 1×3 on two, and a Relu that stays.
    expect(half?.cost.flops).toBe(2 * between * 6 + 2 * output * 6 + output);
    expect(half?.cost.operatorCount).toBe(3);
    const weights = 2 * 2 * 3 + 4 * 2 * 3 + 4;
    expect(half?.cost.bytes).toBe(4 * (pixels * 2 + between + between + output + weights + output + output));
    expect(original?.cost.flops).toBe(2 * output * 18 + output);
  });

  it('counts the columns that a strided pair computes in between', async () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 8, 9, 9])],
      nodes: [node('Conv', ['x', 'w'], ['y'], {strides: [3, 3]})],
      weights: [weight('w', [8, 8, 3, 3])],
    });
    const {network} = await withVariants(model, 1, [0.25]);
    // Three rows are left, but all nine columns.
    expect(network.layers[0]?.variants[1]?.cost.flops).toBe(2 * (2 * 3 * 3 * 9) * 24 + 2 * (2 * 8 * 9) * 9);
  });

  it('drops variants that rounding makes equal or that save nothing', async () => {
    const wide = tinyModel({
      inputs: [input('x', ['n', 64])],
      nodes: [node('MatMul', ['x', 'w'], ['y'])],
      weights: [weight('w', [64, 64])],
    });
    const {network} = await withVariants(wide, 16);
    expect(network.layers[0]?.variants.map(({rankFraction, ranks}) => [rankFraction, ...ranks])).toEqual([
      [1],
      [0.5, 16],
    ]);
    const narrow = await withVariants(residualModel(), 16);
    expect(narrow.network.layers.map(({variants}) => variants.length)).toEqual([1, 1, 1]);
  });

  it('writes variants that fit into the chain', async () => {
    const model = await withVariants(residualModel());
    const chain = await NetworkChain.load(model, runtime);
    const output = await chain.runAll(seededTensor(model.inputShape, 4), [1, 2, 3]);
    expect(output.shape).toEqual(model.outputShape);
    await chain.release();
    const variant = parseModel(model.parts[1]?.[1] ?? new Uint8Array(), 'variant').graph;
    expect(variant.node.map(({opType}) => opType)).toEqual(['Conv', 'Conv', 'Add', 'MaxPool', 'Flatten']);
  });

  it('takes exact ranks as they are, and says what became of each operator', async () => {
    const partitioned = await partitionModel(residualModel(), {batch: 2, engine: 'cpu', runtime, minFlopShare: 0});
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const exact = (everywhere: number | undefined, byName: readonly (readonly [string, number])[]) =>
      addLowRankVariants(partitioned, {
        cache,
        exactRanks: {...(everywhere === undefined ? {} : {everywhere}), byName: new Map(byName)},
      });

    const all = await exact(6, [['w3', 1]]);
    expect(all.network.layers.map(({variants}) => variants.map(({ranks}) => ranks.join()))).toEqual([
      ['', '6'],
      ['', '6'],
      ['', '1'],
    ]);
    // Rank 6 is full rank for the first convolution.
    expect(all.reductions[0]?.[1]?.[0]).toMatchObject({operator: '/c1/Conv', rank: 6});
    expect(all.reductions[0]?.[1]?.[0]?.reconstructionError).toBeCloseTo(0, 3);
    expect(all.reductions[1]?.[1]?.[0]?.reconstructionError).toBeGreaterThan(0.05);

    const one = await exact(undefined, [['/c2/Conv', 2]]);
    expect(one.network.layers.map(({variants}) => variants.length)).toEqual([1, 2, 1]);
    await expect(exact(undefined, [['w9', 2]])).rejects.toThrow(
      '--rank w9: no operator of that name can be decomposed; there are /c1/Conv, /c2/Conv, /y/Gemm',
    );
    await expect(exact(undefined, [['w3', 6]])).rejects.toThrow('allowed is a rank from 1 to 5');
  });

  it('reads the weights of an operator once for all variants, whichever of them replace it', async () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 64])],
      nodes: [node('MatMul', ['x', 'small'], ['a']), node('MatMul', ['a', 'large'], ['y'])],
      weights: [weight('small', [64, 64], 1), weight('large', [64, 256], 2)],
    });
    const partitioned = await partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare: 1});
    const cache = new CountingCache(loopGemm, temporaryFolder());
    const {network, reductions} = await addLowRankVariants(partitioned, {cache, fractions: [0.75, 0.5]});
    // Rounded to a multiple of 16, three quarters of the smaller one's break-even rank of 32 save nothing.
    expect(network.layers.map(({variants}) => variants.map(({ranks}) => ranks))).toEqual([[[], [32], [16, 32]]]);
    expect(reductions[0]?.map((replaced) => replaced.map(({operator}) => operator))).toEqual([
      [],
      ['/y/MatMul'],
      ['/a/MatMul', '/y/MatMul'],
    ]);
    expect(cache.asked).toBe(2);
  });
});

class CountingCache extends FactorCache {
  asked = 0;

  override factors(matrix: Matrix, rank: number): Promise<Factors> {
    this.asked += 1;
    return super.factors(matrix, rank);
  }
}

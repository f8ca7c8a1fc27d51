import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import type {Tensor} from '../../../src/core/inference.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {FactorCache} from '../../../src/onnx/factor-cache.js';
import {joinParts} from '../../../src/onnx/join-parts.js';
import {addLowRankVariants} from '../../../src/onnx/low-rank-variants.js';
import {parseModel} from '../../../src/onnx/model.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {residualModel} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

async function runModel(model: Uint8Array, x: Tensor): Promise<Tensor> {
  const session = await runtime.load(model);
  const {y} = await session.run({x});
  await session.release();
  if (y === undefined) throw new Error('the model has no output y');
  return y;
}

describe('joinParts', () => {
  it('gives one model that equals the chain, at any batch', async () => {
    const model = residualModel();
    const partitioned = await partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare: 0});
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const variants = await addLowRankVariants(partitioned, {cache, rankMultiple: 1});
    const choice = [1, 0, 2];
    const joined = joinParts(
      model,
      variants.parts.map((layer, ordinal) => layer[choice[ordinal] ?? 0] ?? new Uint8Array()),
    );

    const chain = await NetworkChain.load(variants, runtime);
    const x = seededTensor([2, 2, 6, 6], 4);
    const expected = await chain.runAll(x, choice);
    await chain.release();
    const got = await runModel(joined, x);
    expect(got.shape).toEqual(expected.shape);
    for (const [index, value] of expected.data.entries()) expect(Number(got.data[index])).toBeCloseTo(Number(value), 4);
    expect((await runModel(joined, seededTensor([3, 2, 6, 6], 4))).shape).toEqual([3, 5]);

    const names = parseModel(joined, 'joined').graph.initializer.map(({name}) => name);
    expect(names.toSorted()).toEqual(['b1', 'b3', 'c1/horizontal', 'c1/vertical', 'w2', 'y/horizontal', 'y/vertical']);
  });

  it('refuses parts that do not make the whole', async () => {
    const model = residualModel();
    const {parts} = await partitionModel(model, {batch: 1, engine: 'cpu', runtime, minFlopShare: 0});
    const attempt = () => joinParts(model, [parts[0]?.[0] ?? new Uint8Array()]);
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow('do not make its output y');
  });
});

import {create} from '@bufbuild/protobuf';
import {AttributeProto_AttributeType, AttributeProtoSchema, type NodeProto} from 'onnx-buf';
import {describe, expect, it} from 'vitest';

import type {Tensor} from '../../../src/core/inference.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {decomposeOperators} from '../../../src/onnx/decompose.js';
import {FactorCache} from '../../../src/onnx/factor-cache.js';
import {parseModel, serializeModel} from '../../../src/onnx/model.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {input, node, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

async function run(model: Uint8Array, x: Tensor): Promise<Tensor> {
  const session = await runtime.load(model, {optimize: false});
  const {y} = await session.run({x});
  await session.release();
  if (y === undefined) throw new Error('the model has no output y');
  return y;
}

function expectEqual(got: Tensor, expected: Tensor): void {
  expect(got.shape).toEqual(expected.shape);
  for (const [index, value] of expected.data.entries()) expect(Number(got.data[index])).toBeCloseTo(Number(value), 4);
}

const samePadding = (convolution: NodeProto): NodeProto => ({
  ...convolution,
  attribute: [
    ...convolution.attribute,
    create(AttributeProtoSchema, {
      name: 'auto_pad',
      type: AttributeProto_AttributeType.STRING,
      s: new TextEncoder().encode('SAME_UPPER'),
    }),
  ],
});

const convolution = (attributes: Readonly<Record<string, number | readonly number[]>>, bias = false) =>
  node('Conv', bias ? ['x', 'w', 'b'] : ['x', 'w'], ['y'], attributes);

describe('a convolution at full rank equals the original', () => {
  it.each([
    ['square', convolution({}), [6, 4, 3, 3], 12],
    ['with bias and padding', convolution({pads: [1, 1, 1, 1]}, true), [6, 4, 3, 3], 12],
    [
      'with a stride of its own in each direction',
      convolution({strides: [2, 3], pads: [1, 1, 1, 1]}),
      [6, 4, 3, 3],
      12,
    ],
    ['with uneven padding', convolution({pads: [0, 2, 1, 0]}), [6, 4, 3, 3], 12],
    ['with dilation', convolution({dilations: [2, 3], pads: [2, 3, 2, 3]}), [6, 4, 3, 3], 12],
    ['with even kernel sizes', convolution({strides: [2, 2]}), [6, 4, 2, 4], 8],
    ['in two groups', convolution({group: 2, pads: [1, 1, 1, 1]}, true), [6, 2, 3, 3], 6],
    ['depthwise', convolution({group: 4}), [4, 1, 3, 3], 3],
    ['of single pixels', convolution({}, true), [6, 4, 1, 1], 4],
    ['of single pixels with a stride', convolution({strides: [2, 2]}), [6, 4, 1, 1], 4],
    ['of single pixels with padding', convolution({strides: [2, 2], pads: [1, 1, 1, 1]}, true), [6, 4, 1, 1], 4],
    ['one pixel wide', convolution({strides: [1, 2], pads: [1, 0, 1, 0]}), [6, 4, 3, 1], 6],
    ['one pixel high', convolution({strides: [2, 1], pads: [0, 1, 0, 1]}), [6, 4, 1, 3], 4],
    ['padded by the runtime', samePadding(convolution({strides: [2, 2]})), [6, 4, 3, 3], 12],
  ])('%s', async (_, operator, shape, rank) => {
    const model = tinyModel({
      inputs: [input('x', ['n', 4, 11, 13])],
      nodes: [operator],
      weights: [weight('w', shape), weight('b', [6], 9)],
    });
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const pair = await decomposeOperators(model.proto, new Map([['w', rank]]), cache);
    expect(parseModel(pair, 'pair').graph.node.map(({opType}) => opType)).toEqual(['Conv', 'Conv']);
    const x = seededTensor([2, 4, 11, 13], 5);
    expectEqual(await run(pair, x), await run(serializeModel(model.proto), x));
  });
});

describe('a product at full rank equals the original', () => {
  it.each([
    ['Gemm with bias', node('Gemm', ['x', 'w', 'b'], ['y'], {transB: 1}), [5, 8]],
    ['Gemm as it is', node('Gemm', ['x', 'w'], ['y']), [8, 5]],
    ['MatMul', node('MatMul', ['x', 'w'], ['y']), [8, 5]],
  ])('%s', async (_, operator, shape) => {
    const model = tinyModel({
      inputs: [input('x', ['n', 8])],
      nodes: [operator],
      weights: [weight('w', shape), weight('b', [5], 9)],
    });
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const pair = await decomposeOperators(model.proto, new Map([['w', 5]]), cache);
    const x = seededTensor([3, 8], 5);
    expectEqual(await run(pair, x), await run(serializeModel(model.proto), x));
  });
});

describe('decomposeOperators', () => {
  const model = tinyModel({
    inputs: [input('x', ['n', 4, 8, 8])],
    nodes: [
      node('Identity', ['w'], ['shared']),
      node('Conv', ['x', 'w'], ['a'], {pads: [1, 1, 1, 1]}),
      node('Conv', ['a', 'shared'], ['y'], {pads: [1, 1, 1, 1]}),
    ],
    weights: [weight('w', [4, 4, 3, 3])],
  });

  it('replaces what reads the named weights and keeps weights that are still read', async () => {
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const {graph} = parseModel(await decomposeOperators(model.proto, new Map([['w', 2]]), cache), 'pair');
    expect(graph.node.map(({opType}) => opType)).toEqual(['Identity', 'Conv', 'Conv', 'Conv']);
    const weights = graph.initializer.map(({name, dims}) => `${name} ${dims.join('×')}`);
    expect(weights).toEqual(['w 4×4×3×3', 'a/vertical 2×4×3×1', 'a/horizontal 4×2×1×3']);
  });

  it('leaves out what nothing reads any more', async () => {
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const ranks = new Map([
      ['w', 2],
      ['shared', 3],
    ]);
    const {graph} = parseModel(await decomposeOperators(model.proto, ranks, cache), 'pair');
    expect(graph.node.map(({opType}) => opType)).toEqual(['Conv', 'Conv', 'Conv', 'Conv']);
    expect(graph.initializer.map(({name}) => name)).not.toContain('w');
  });

  it('says which weights it cannot decompose by', async () => {
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const attempt = decomposeOperators(model.proto, new Map([['nothing', 2]]), cache);
    await expect(attempt).rejects.toThrow('No operator can be decomposed by nothing.');
  });
});

import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {controlFlow} from '../../support/export-graphs.js';
import {input, integers, node, tinyGraph, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const INT64 = 7;
const BOOL = 9;

function partition(model: OnnxModel): Promise<unknown> {
  return partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare: 0});
}

function product(weights: ReturnType<typeof weight>): OnnxModel {
  return tinyModel({inputs: [input('x', ['n', 4])], nodes: [node('MatMul', ['x', 'w'], ['y'])], weights: [weights]});
}

function withLoop(limit: string, trips: number): OnnxModel {
  const body = tinyGraph({
    inputs: [input('i', [], INT64), input('go', [], BOOL), input('state', ['n', 4])],
    outputs: ['going', 'next'],
    nodes: [node('Identity', ['go'], ['going']), node('Tanh', ['state'], ['next'])],
  });
  return tinyModel({
    inputs: [input('x', ['n', 4])],
    nodes: [
      node('Constant', [], ['trips'], {value: integers('', [], [trips])}),
      node('Loop', [limit, '', 'x'], ['y'], {body}),
    ],
  });
}

describe('what cannot be a network', () => {
  it('NaN among the weights, even where the operator behind them hides it', async () => {
    const bad = weight('w', [4, 4]);
    new DataView(bad.rawData.buffer).setFloat32(5 * 4, NaN, true);
    await expect(partition(product(bad))).rejects.toThrow('Weight w of tiny.onnx is not a number (NaN) at element 5.');
  });

  it('weights with more or fewer bytes than their shape takes', async () => {
    const short = weight('w', [4, 4]);
    short.rawData = short.rawData.slice(0, 62);
    await expect(partition(product(short))).rejects.toThrow('Weight w of tiny.onnx has 62 bytes; its shape takes 64.');
  });

  it('weights of no size', async () => {
    await expect(partition(product(weight('w', [4, 0])))).rejects.toThrow(
      'Output y of tiny.onnx is 2×0: it holds no values.',
    );
    const filters = tinyModel({nodes: [node('Conv', ['x', 'w'], ['y'])], weights: [weight('w', [0, 2, 3, 3])]});
    await expect(partition(filters)).rejects.toThrow(DataError);
  });

  it.each([
    ['has no end', '', 0],
    ['runs 1099511627776 times; at most 100000 are allowed', 'trips', 2 ** 40],
  ])('a loop that %s', async (message, limit, trips) => {
    await expect(partition(withLoop(limit, trips))).rejects.toThrow(`Loop /y/Loop of tiny.onnx ${message}.`);
  });

  it('names with control characters', () => {
    expect(() => tinyModel({nodes: [node('Relu', ['x'], ['y\n'])], outputs: ['y\n']})).toThrow(
      'tiny.onnx is damaged: a name in its graph has control characters.',
    );
  });
});

describe('what looks odd and is allowed', () => {
  it('a loop that ends', async () => {
    await expect(partition(withLoop('trips', 3))).resolves.toHaveProperty('network');
    await expect(partition(controlFlow())).resolves.toHaveProperty('network');
  });

  it('an empty tensor that an operator takes for absent', async () => {
    const model = tinyModel({
      nodes: [node('Resize', ['x', 'nothing', 'scales'], ['y'])],
      weights: [
        weight('nothing', [0]),
        {...weight('scales', [4]), rawData: new Uint8Array(Float32Array.of(1, 1, 2, 2).buffer)},
      ],
    });
    await expect(partition(model)).resolves.toMatchObject({outputShape: [2, 2, 12, 12]});
  });

  it('infinite weights: masks have them', async () => {
    const infinite = weight('w', [4, 4]);
    new DataView(infinite.rawData.buffer).setFloat32(0, -Infinity, true);
    const model = tinyModel({
      inputs: [input('x', ['n', 4, 4])],
      nodes: [node('Add', ['x', 'w'], ['a']), node('Softmax', ['a'], ['y'])],
      weights: [infinite],
    });
    await expect(partition(model)).resolves.toHaveProperty('network');
  });
});

import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import type {InferenceRuntime} from '../../../src/core/inference.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {parseModel, serializeModel} from '../../../src/onnx/model.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {input, node, residualModel, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const options = {batch: 3, engine: 'cpu', runtime} as const;

describe('partitionModel', () => {
  it('cuts before heavy operators only and keeps cheap ones with the layer before them', async () => {
    const {network, parts, inputShape, outputShape} = await partitionModel(residualModel(), {
      ...options,
      minFlopShare: 0,
    });
    expect(network.layers.map(({operators}) => operators.join(' '))).toEqual([
      'Conv Relu',
      'Conv Add MaxPool Flatten',
      'Gemm',
    ]);
    expect(network).toMatchObject({name: 'tiny', batch: 3, engine: 'cpu'});
    expect(parts).toHaveLength(3);
    expect([inputShape, outputShape]).toEqual([
      [3, 2, 6, 6],
      [3, 5],
    ]);
  });

  it('counts the work of each layer for the whole batch', async () => {
    const {network} = await partitionModel(residualModel(), {...options, minFlopShare: 0});
    const pixels = 3 * 4 * 36;
    expect(network.layers[0]?.variants[0].cost).toEqual({
      flops: 2 * pixels * 18 + pixels,
      bytes: 4 * (3 * 2 * 36 + 72 + 4 + pixels + 2 * pixels),
      operatorCount: 2,
    });
    expect(network.layers[2]?.variants[0].cost.flops).toBe(2 * 3 * 5 * 36);
  });

  it('grows layers until each is worth scheduling and joins a small rest to the last one', async () => {
    const {network} = await partitionModel(residualModel(), {...options, minFlopShare: 0.2});
    expect(network.layers.map(({operators}) => operators.length)).toEqual([2, 5]);
    const whole = await partitionModel(residualModel(), {...options, minFlopShare: 1});
    expect(whole.network.layers).toHaveLength(1);
  });

  it('writes parts that fix the batch and hold only their own weights', async () => {
    const {parts} = await partitionModel(residualModel(), {...options, minFlopShare: 0});
    const {graph} = parseModel(parts[2]?.[0] ?? new Uint8Array(), 'part');
    expect(graph.initializer.map(({name}) => name)).toEqual(['w3', 'b3']);
    const dimensions = graph.input.flatMap(({type}) =>
      type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []).map(({value}) => value.value) : [],
    );
    expect(dimensions).toEqual([3n, 36n]);
  });

  it('copies shared weights and constants into each part that reads them', async () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 4])],
      nodes: [
        node('Transpose', ['w'], ['turned'], {perm: [1, 0]}),
        node('MatMul', ['x', 'turned'], ['a']),
        node('MatMul', ['a', 'turned'], ['b']),
        node('MatMul', ['b', 'w'], ['y']),
      ],
      weights: [weight('w', [4, 4])],
    });
    const partitioned = await partitionModel(model, {...options, minFlopShare: 0});
    expect(partitioned.network.layers).toHaveLength(3);
    const weights = partitioned.parts.map(([part]) => parseModel(part ?? new Uint8Array(), 'part').graph.initializer);
    expect(weights.map((list) => list.map(({name}) => name))).toEqual([['w'], ['w'], ['w']]);
  });

  it('refuses a model that the runtime cannot run', async () => {
    const model = tinyModel({nodes: [node('NoSuchOperator', ['x'], ['y'])]});
    await expect(partitionModel(model, options)).rejects.toThrow(DataError);
  });

  it('refuses a model whose output has no batch', async () => {
    const model = tinyModel({inputs: [input('x', ['n', 4])], nodes: [node('Transpose', ['x'], ['y'], {perm: [1, 0]})]});
    await expect(partitionModel(model, options)).rejects.toThrow('its first dimension is not the batch');
  });
});

describe('the equivalence gate', () => {
  /** A runtime that gets everything right but the layer that computes `tensor`. */
  const wrongAt = (tensor: string, value: number): InferenceRuntime => ({
    async load(model, sessionOptions) {
      const session = await runtime.load(model, sessionOptions);
      if (session.outputNames.length > 1 || session.outputNames[0] !== tensor) return session;
      const runNow: typeof session.runNow = (feeds) => {
        const output = session.runNow(feeds)[tensor];
        if (output === undefined) throw new Error('no output');
        output.data[0] = value;
        return {[tensor]: output};
      };
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        release: () => session.release(),
        run: (feeds) => Promise.resolve(runNow(feeds)),
        runNow,
      };
    },
  });

  it.each([12.5, Number.NaN])('names the first tensor that differs, by %d', async (value) => {
    const attempt = partitionModel(residualModel(), {...options, runtime: wrongAt('f', value), minFlopShare: 0});
    await expect(attempt).rejects.toThrow(
      /^Tensor f of layer c2 of tiny.onnx differs from the whole model by \S+ at element 0; \S+ is allowed/,
    );
  });
});

describe('NetworkChain', () => {
  it('computes what the whole model computes', async () => {
    const model = residualModel();
    const chain = await NetworkChain.load(await partitionModel(model, {...options, minFlopShare: 0}), runtime);
    const x = seededTensor([3, 2, 6, 6], 11);
    const got = await chain.runAll(x);
    const whole = await runtime.load(serializeModel(model.proto));
    const {y} = await whole.run({x});
    expect(got.shape).toEqual([3, 5]);
    for (const [index, value] of got.data.entries()) expect(Number(value)).toBeCloseTo(Number(y?.data[index]), 3);
    await chain.release();
  });

  it('never writes a result of the network anew, however early a layer makes it', async () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 8])],
      outputs: ['late', 'early'],
      nodes: [node('MatMul', ['x', 'w'], ['early']), node('MatMul', ['early', 'w'], ['late'])],
      weights: [weight('w', [8, 8])],
    });
    const chain = await NetworkChain.load(await partitionModel(model, {...options, minFlopShare: 0}), runtime);
    expect(chain.network.layers).toHaveLength(2);
    const [first, second] = [1, 2].map((seed) => seededTensor([3, 8], seed));
    if (first === undefined || second === undefined) throw new Error('no inputs');
    const kept = await chain.runAll(first);
    const copy = structuredClone(kept.tensors?.['early']?.data);
    await chain.runAll(second);
    expect(kept.tensors?.['early']?.data).toEqual(copy);
    await chain.release();
  });

  it('keeps runs apart that overlap or follow one another', async () => {
    const chain = await NetworkChain.load(
      await partitionModel(residualModel(), {...options, minFlopShare: 0}),
      runtime,
    );
    const inputs = [1, 2, 3].map((seed) => seededTensor([3, 2, 6, 6], seed));
    const alone = [];
    for (const x of inputs) alone.push((await chain.runAll(x)).data.slice());
    const followed = [];
    for (const x of inputs) followed.push(await chain.runAll(x));
    const together = await Promise.all(inputs.map((x) => chain.runAll(x)));
    for (const results of [followed, together]) expect(results.map(({data}) => data)).toEqual(alone);
    await chain.release();
  });

  it('refuses a layer or variant that it does not have', async () => {
    const chain = await NetworkChain.load(await partitionModel(residualModel(), options), runtime);
    await expect(chain.runLayer(0, 1, seededTensor([3, 2, 6, 6], 1))).rejects.toThrow(
      'tiny has no variant 1 of layer 0',
    );
    await chain.release();
  });
});

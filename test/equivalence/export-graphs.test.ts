import {describe, expect, it} from 'vitest';

import {activationTensors} from '../../src/core/network/activation.js';
import {seededInputs} from '../../src/core/network/network-input.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {compareTensors} from '../../src/onnx/equivalence.js';
import {serializeModel, type OnnxModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import * as graphs from '../support/export-graphs.js';
import {input, node, residualModel, tinyModel, weight} from '../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

/** Cuts a model as finely as it goes, compares the chain with the whole on other inputs, and returns the layers. */
async function layersOf(model: OnnxModel, maxLive = 1): Promise<string[]> {
  const partitioned = await partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare: 0, maxLive});
  const {network, inputs, seams} = partitioned;
  const values = seededInputs(inputs, 77);
  const chain = await NetworkChain.load(partitioned, runtime);
  const got = activationTensors(await chain.runAll(values), seams.at(-1) ?? []);
  await chain.release();
  const whole = await runtime.load(serializeModel(model.proto));
  const expected = await whole.run(activationTensors(values, seams[0] ?? []));
  await whole.release();
  for (const [name, tensor] of Object.entries(expected)) {
    const computed = got[name];
    expect(computed).toBeDefined();
    if (computed !== undefined) compareTensors(computed, tensor, name);
  }
  return network.layers.map(({operators}) => operators.join(' '));
}

describe('graphs as exporters write them', () => {
  it.each(Array.from({length: 13}, (_, index) => 11 + index))('opset %d', async (opset) => {
    const layers = await layersOf(graphs.plainCnn(opset));
    expect(layers).toEqual(['Conv Relu', 'Conv Relu GlobalAveragePool Flatten', 'Gemm']);
  });

  it('squeeze-and-excitation: the vector is handed on beside the tensor it scales', async () => {
    const layers = await layersOf(graphs.squeezeExcite());
    expect(layers).toEqual([
      'Conv GlobalAveragePool',
      'Conv Relu',
      'Conv HardSigmoid Mul',
      'Conv GlobalAveragePool',
      'Conv Relu',
      'Conv HardSigmoid Mul',
      'Conv',
    ]);
  });

  it('DenseNet: cut between blocks, and inside them where two tensors may be alive', async () => {
    const layer = 'Concat Relu Conv';
    expect(await layersOf(graphs.denseBlocks())).toEqual([
      'Conv',
      `${layer} ${layer} Concat Relu`,
      'Conv AveragePool',
      `${layer} Concat Relu`,
      'Conv',
    ]);
    const finer = await layersOf(graphs.denseBlocks(), 2);
    expect(finer.slice(0, 2)).toEqual(['Conv Concat Relu', 'Conv']);
    expect(finer).toHaveLength(6);
  });

  it('Inception: cut between modules', async () => {
    const module = 'Conv Conv Relu Conv MaxPool Concat';
    expect(await layersOf(graphs.inception())).toEqual([module, module, module]);
  });

  it('a transformer with token numbers, a mask and two outputs', async () => {
    const layers = await layersOf(graphs.transformer());
    expect(layers).toHaveLength(5);
    expect((await layersOf(graphs.transformer(), 2)).length).toBeGreaterThan(layers.length);
  });

  it('control flow: a branch and a loop are whole inside one layer each', async () => {
    expect(await layersOf(graphs.controlFlow())).toEqual(['Conv Relu ReduceSum Greater', 'If', 'Loop', 'Conv']);
  });

  it('constants as nodes, a weight under two names, and a shape computed from a shape', async () => {
    expect(await layersOf(graphs.constantsAsNodes())).toEqual([
      'Conv Relu',
      'Conv Shape Gather Concat Reshape',
      'MatMul',
    ]);
  });

  it('quantised units are whole inside one layer', async () => {
    expect(await layersOf(graphs.quantizedUnits())).toEqual([
      'QuantizeLinear DequantizeLinear Conv Relu QuantizeLinear',
      'DequantizeLinear Conv Relu QuantizeLinear',
      'DequantizeLinear Conv Relu QuantizeLinear DequantizeLinear Flatten',
      'MatMul',
    ]);
  });

  it('dynamically quantised products are whole inside one layer', async () => {
    const product = 'DynamicQuantizeLinear MatMulInteger Cast Mul Mul Relu';
    expect(await layersOf(graphs.dynamicallyQuantized())).toEqual([product, product, product]);
  });

  it('a residual block is cut inside only where two tensors may be alive', async () => {
    expect(await layersOf(residualModel())).toHaveLength(3);
    const layers = await layersOf(
      tinyModel({
        inputs: [input('x', ['n', 4])],
        nodes: [
          node('MatMul', ['x', 'w'], ['a']),
          node('Tanh', ['a'], ['b']),
          node('MatMul', ['b', 'w'], ['c']),
          node('Add', ['c', 'x'], ['y']),
        ],
        weights: [weight('w', [4, 4])],
      }),
      2,
    );
    expect(layers).toEqual(['MatMul Tanh', 'MatMul Add']);
  });
});

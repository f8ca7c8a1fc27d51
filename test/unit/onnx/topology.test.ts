import {describe, expect, it} from 'vitest';

import {findCutPoints, type CutLimits} from '../../../src/onnx/cut-points.js';
import {modelInterface, type ModelInterface} from '../../../src/onnx/interface.js';
import {layerName} from '../../../src/onnx/layer-name.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {readTopology} from '../../../src/onnx/topology.js';
import {node, residualModel, tinyModel, weight} from '../../support/tiny-model.js';

const IO: ModelInterface = {
  inputs: [{name: 'x', shape: [1, 4], type: 'float32', below: 2}],
  outputNames: ['y'],
  dimensions: {},
};

describe('readTopology', () => {
  it('orders operators that the file lists out of order', () => {
    const {graph} = tinyModel({
      nodes: [node('Relu', ['b'], ['y']), node('Abs', ['a'], ['b']), node('Neg', ['x'], ['a'])],
    });
    expect(readTopology(graph, IO, 'net').nodes.map(({opType}) => opType)).toEqual(['Neg', 'Abs', 'Relu']);
  });

  it('orders a chain of any length that the file lists backwards', () => {
    const length = 20_000;
    const chain = Array.from({length}, (_, index) =>
      node('Relu', [index === 0 ? 'x' : `t${index}`], [index === length - 1 ? 'y' : `t${index + 1}`]),
    );
    const {graph} = tinyModel({nodes: chain.toReversed()});
    expect(readTopology(graph, IO, 'net').nodes.map(({output}) => output)).toEqual(chain.map(({output}) => output));
  });

  it('leaves out what does not lead to the output and sets constants apart', () => {
    const {graph} = tinyModel({
      nodes: [node('Neg', ['w'], ['minus']), node('Add', ['x', 'minus'], ['y']), node('Abs', ['x'], ['unused'])],
      weights: [weight('w', [4])],
    });
    const {nodes, constants} = readTopology(graph, IO, 'net');
    expect(nodes.map(({opType}) => opType)).toEqual(['Add']);
    expect([...constants.keys()]).toEqual(['minus']);
  });

  it('refuses a cycle and an output that does not depend on the input', () => {
    const cycle = tinyModel({
      nodes: [node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b']), node('Abs', ['b'], ['y'])],
    });
    expect(() => readTopology(cycle.graph, IO, 'net')).toThrow(/cycle/);
    const constant = tinyModel({nodes: [node('Relu', ['w'], ['y'])], weights: [weight('w', [4])]});
    expect(() => readTopology(constant.graph, IO, 'net')).toThrow('Output y of net does not depend on its input x');
  });
});

describe('findCutPoints', () => {
  const cutsOf = (model: OnnxModel, sizes: Readonly<Record<string, number>>, limits: Partial<CutLimits> = {}) => {
    const io = modelInterface(model, 1);
    const infos = new Map(Object.entries(sizes).map(([name, size]) => [name, {shape: [size], bytesPerElement: 4}]));
    const found = findCutPoints(readTopology(model.graph, io, 'net'), io, infos, {
      maxLive: 1,
      canCross: () => true,
      ...limits,
    });
    return found.map(({position, tensors}) => [position, ...tensors]);
  };
  const sizes = {x: 72, c1: 144, r1: 144, c2: 144, a: 144, p: 36, f: 36, y: 5};

  it('finds the places with one live tensor, and none inside a residual block', () => {
    expect(cutsOf(residualModel(), sizes)).toEqual([
      [0, 'x'],
      [1, 'c1'],
      [2, 'r1'],
      [4, 'a'],
      [5, 'p'],
      [6, 'f'],
      [7, 'y'],
    ]);
  });

  it('cuts inside a residual block where two tensors may be alive', () => {
    expect(cutsOf(residualModel(), sizes, {maxLive: 2})).toContainEqual([3, 'r1', 'c2']);
  });

  it('does not count a small tensor, and puts it behind the large one', () => {
    expect(cutsOf(residualModel(), {...sizes, r1: 9})).not.toContainEqual([3, 'c2', 'r1']);
    expect(cutsOf(residualModel(), {...sizes, r1: 8})).toContainEqual([3, 'c2', 'r1']);
  });

  it('does not cut at a tensor that cannot cross', () => {
    const found = cutsOf(residualModel(), sizes, {canCross: (name) => name !== 'p'});
    expect(found.map(([position]) => position)).toEqual([0, 1, 2, 4, 6, 7]);
  });

  it('does not count an output that nothing reads any more', () => {
    const model = tinyModel({
      outputs: ['y', 'early'],
      nodes: [node('Abs', ['x'], ['early']), node('Neg', ['x'], ['a']), node('Relu', ['a'], ['y'])],
    });
    expect(cutsOf(model, {x: 4, early: 4, a: 4, y: 4})).toEqual([
      [0, 'x'],
      [1, 'x', 'early'],
      [2, 'early', 'a'],
      [3, 'y', 'early'],
    ]);
  });
});

describe('layerName', () => {
  it.each([
    ['/features/features.3/Conv', 'features.3'],
    ['/features/features.1/b/b.1/b.1.0/Conv', 'features.1.b.1.0'],
    ['/fc/Gemm', 'fc'],
    ['Conv_12', 'Conv_12'],
    ['', 'Conv-4'],
  ])('shortens %s to %s', (name, short) => {
    expect(layerName({...node('Conv', [], []), name}, 4)).toBe(short);
  });
});

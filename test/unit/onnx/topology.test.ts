import {describe, expect, it} from 'vitest';

import {findCutPoints} from '../../../src/onnx/cut-points.js';
import {modelInterface} from '../../../src/onnx/interface.js';
import {layerName} from '../../../src/onnx/layer-name.js';
import {readTopology} from '../../../src/onnx/topology.js';
import {node, residualModel, tinyModel, weight} from '../../support/tiny-model.js';

const IO = {inputName: 'x', inputShape: [1, 4], outputName: 'y'};

describe('readTopology', () => {
  it('orders operators that the file lists out of order', () => {
    const {graph} = tinyModel({
      nodes: [node('Relu', ['b'], ['y']), node('Abs', ['a'], ['b']), node('Neg', ['x'], ['a'])],
    });
    expect(readTopology(graph, IO, 'net').nodes.map(({opType}) => opType)).toEqual(['Neg', 'Abs', 'Relu']);
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
  it('finds the places with one live tensor, and none inside a residual block', () => {
    const model = residualModel();
    const io = modelInterface(model, 1);
    expect(findCutPoints(readTopology(model.graph, io, 'net'), io)).toEqual([
      {position: 0, tensor: 'x'},
      {position: 1, tensor: 'c1'},
      {position: 2, tensor: 'r1'},
      {position: 4, tensor: 'a'},
      {position: 5, tensor: 'p'},
      {position: 6, tensor: 'f'},
      {position: 7, tensor: 'y'},
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

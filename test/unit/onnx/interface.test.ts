import {describe, expect, it} from 'vitest';

import type {NeuosError} from '../../../src/core/errors.js';
import {fixedBatch, modelInterface} from '../../../src/onnx/interface.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {input, node, tinyModel, weight} from '../../support/tiny-model.js';
import {tokenNetwork} from '../../support/token-network.js';

function withInput(shape: readonly (number | string)[]): OnnxModel {
  return tinyModel({inputs: [input('x', shape)], nodes: [node('Relu', ['x'], ['y'])]});
}

describe('dimensions that a model leaves open', () => {
  it('have the sizes they are given, in every input', () => {
    const {inputs, dimensions} = modelInterface(tokenNetwork(), 3, {sequence: 9, width: 5});
    expect(inputs.map(({shape}) => shape)).toEqual([
      [3, 9],
      [3, 9, 1],
    ]);
    expect(dimensions).toEqual({sequence: 9});
  });

  it('are named in a complaint together with the command that mends it', () => {
    const complaint = complaintOf(() => modelInterface(tokenNetwork(), 3));
    expect(complaint.message).toBe(
      "Dimension 1 ('sequence') of input ids of tokens.onnx is not fixed, and no size was given for it.",
    );
    expect(complaint.suggestions).toEqual(['neuos profile --model tokens.onnx --dimension sequence=128']);
  });

  it.each([[0], [-1], ['']])('go by their place when they have no name: %j', (size) => {
    expect(complaintOf(() => modelInterface(withInput(['n', 4, size]), 1)).message).toContain("Dimension 2 ('x.2')");
    expect(modelInterface(withInput(['n', 4, size]), 1, {'x.2': 6})).toMatchObject({
      inputs: [{shape: [1, 4, 6]}],
      dimensions: {'x.2': 6},
    });
  });

  it('do not include the batch', () => {
    for (const [name, shape] of [
      ['n', ['n', 4]],
      ['x.0', [0, 4]],
    ] as const) {
      const {inputs, dimensions} = modelInterface(withInput(shape), 3, {[name]: 8});
      expect(inputs[0].shape).toEqual([3, 4]);
      expect(dimensions).toEqual({});
    }
  });
});

describe('fixedBatch', () => {
  it('is the batch that a model was exported for', () => {
    expect(fixedBatch(withInput([5, 4]))).toBe(5);
    expect(fixedBatch(withInput(['n', 4]))).toBeUndefined();
    expect(fixedBatch(withInput([0, 4]))).toBeUndefined();
  });

  it('does not take weights for inputs', () => {
    const nodes = [node('MatMul', ['x', 'w'], ['y'])];
    const inputs = [input('w', [4, 4]), input('x', ['n', 4])];
    expect(fixedBatch(tinyModel({inputs, nodes, weights: [weight('w', [4, 4])]}))).toBeUndefined();
  });
});

function complaintOf(attempt: () => unknown): NeuosError {
  try {
    attempt();
  } catch (error) {
    return error as NeuosError;
  }
  throw new Error('nothing was refused');
}

import {writeFileSync} from 'node:fs';
import type {OnnxModel} from '../../src/onnx/model.js';
import {input, node, tinyModel, tinyModelBytes, weight, type TinyModel} from './tiny-model.js';

const INT64 = 7;
const WIDTH = 64;

/** Token numbers and weights of theirs, both of open length: looked up, weighed, mixed by two products, then averaged. */
const PARTS: TinyModel = {
  opset: 17,
  inputs: [input('ids', ['n', 'sequence'], INT64), input('scores', ['n', 'sequence', 1])],
  nodes: [
    node('Gather', ['words', 'ids'], ['e']),
    node('Mul', ['e', 'scores'], ['x']),
    node('MatMul', ['x', 'w1'], ['h']),
    node('Relu', ['h'], ['r']),
    node('MatMul', ['r', 'w2'], ['m']),
    node('ReduceMean', ['m'], ['g'], {axes: [1], keepdims: 0}),
    node('Gemm', ['g', 'w3'], ['y']),
  ],
  weights: [
    weight('words', [40, WIDTH]),
    weight('w1', [WIDTH, WIDTH]),
    weight('w2', [WIDTH, WIDTH]),
    weight('w3', [WIDTH, 12]),
  ],
};

export function tokenNetwork(): OnnxModel {
  return tinyModel(PARTS, 'tokens.onnx');
}

export function writeTokenNetwork(file: string): void {
  writeFileSync(file, tinyModelBytes(PARTS));
}

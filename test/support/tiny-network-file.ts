import {writeFileSync} from 'node:fs';
import {node, tinyModelBytes, weight} from './tiny-model.js';

/**
 * Writes a small network of two layers as an ONNX file.
 *
 * @param seed - of its weights: another seed makes another network of the same shape.
 */
export function writeTinyNetwork(file: string, seed = 7): void {
  const nodes = [
    node('Conv', ['x', 'w1'], ['c'], {kernel_shape: [3, 3], pads: [1, 1, 1, 1]}),
    node('Relu', ['c'], ['r']),
    node('Flatten', ['r'], ['f']),
    node('Gemm', ['f', 'w2'], ['y'], {transB: 1}),
  ];
  writeFileSync(
    file,
    tinyModelBytes({nodes, weights: [weight('w1', [4, 2, 3, 3], seed), weight('w2', [5, 144], seed)]}),
  );
}

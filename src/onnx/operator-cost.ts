import type {NodeProto} from 'onnx-buf';

import {convolutionFlops, elementCount, matrixProductFlops} from '../core/network/cost.js';
import type {LayerCost} from '../core/network/network.js';
import {intAttribute, intsAttribute} from './attributes.js';
import {nodeInputs} from './topology.js';

/** What is known of a tensor without its values. */
export interface TensorInfo {
  readonly shape: readonly number[];
  readonly bytesPerElement: number;
}

/** Shape of every tensor of a graph, weights included, by name. */
export type TensorInfos = ReadonlyMap<string, TensorInfo>;

/** Operators that carry a network's work; a layer begins with one. */
const HEAVY = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'Einsum', 'LSTM', 'GRU', 'RNN', 'Attention']);

/** Operators that only move or rename values. */
const MOVES_ONLY = new Set([
  ...['Cast', 'Concat', 'Constant', 'ConstantOfShape', 'Dropout', 'Expand', 'Flatten', 'Gather', 'Identity', 'Pad'],
  ...['Reshape', 'Shape', 'Slice', 'Split', 'Squeeze', 'Transpose', 'Unsqueeze'],
]);

export function isHeavy({opType}: NodeProto): boolean {
  return HEAVY.has(opType);
}

/** Counts the work of one operator from the shapes of what it reads and writes. */
export function operatorCost(node: NodeProto, infos: TensorInfos): LayerCost {
  const names = [...nodeInputs(node), ...node.output.filter((name) => name !== '')];
  const bytes = names.map((name) => {
    const info = infos.get(name);
    return info === undefined ? 0 : elementCount(info.shape) * info.bytesPerElement;
  });
  return {flops: operatorFlops(node, infos), bytes: bytes.reduce((sum, size) => sum + size, 0), operatorCount: 1};
}

function operatorFlops(node: NodeProto, infos: TensorInfos): number {
  const shape = (name: string | undefined) => infos.get(name ?? '')?.shape ?? [];
  const input = shape(node.input[0]);
  const weights = shape(node.input[1]);
  const output = shape(node.output[0]);
  if (MOVES_ONLY.has(node.opType)) return 0;
  switch (node.opType) {
    case 'Conv':
      return convolutionFlops(output, weights);
    case 'ConvTranspose':
      return convolutionFlops(input, weights);
    case 'Gemm':
      return matrixProductFlops(output, input[intAttribute(node, 'transA', 0) === 0 ? 1 : 0] ?? 0);
    case 'MatMul':
      return matrixProductFlops(output, input.at(-1) ?? 0);
    case 'MaxPool':
    case 'AveragePool':
      return elementCount(output) * elementCount(intsAttribute(node, 'kernel_shape', []));
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
      return elementCount(input);
    case 'BatchNormalization':
      return 2 * elementCount(output);
    default:
      return elementCount(output);
  }
}

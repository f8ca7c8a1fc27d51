import type {NodeProto} from 'onnx-buf';

import {convolutionFlops, elementCount, matrixProductFlops} from '../core/network/cost.js';
import type {LayerCost} from '../core/network/network.js';
import {intAttribute, intsAttribute} from './attributes.js';
import {subgraphs} from './subgraphs.js';
import {nodeInputs} from './topology.js';

/** What is known of a tensor without its values. */
export interface TensorInfo {
  readonly shape: readonly number[];
  readonly bytesPerElement: number;
}

/** Shape of every tensor of a graph, weights included, by name. */
export type TensorInfos = ReadonlyMap<string, TensorInfo>;

/** Operators that carry a network's work; a layer begins with one. */
const HEAVY = new Set([
  ...['Conv', 'ConvTranspose', 'DeformConv', 'Gemm', 'MatMul', 'Einsum', 'LSTM', 'GRU', 'RNN', 'Attention'],
  ...['ConvInteger', 'MatMulInteger', 'QLinearConv', 'QLinearMatMul', 'QGemm'],
  ...['FusedConv', 'FusedGemm', 'FusedMatMul', 'MultiHeadAttention', 'QAttention'],
]);

/** Operators that only move or rename values. */
const MOVES_ONLY = new Set([
  ...['Cast', 'Concat', 'Constant', 'ConstantOfShape', 'Dropout', 'Expand', 'Flatten', 'Gather', 'Identity', 'Pad'],
  ...['Reshape', 'Shape', 'Slice', 'Split', 'Squeeze', 'Transpose', 'Unsqueeze'],
]);

/** Matrix products of their first input. */
const PRODUCTS = new Set(['MatMul', 'MatMulInteger', 'QLinearMatMul', 'FusedMatMul']);

/** Convolutions, with the position of the filters among their inputs. */
const FILTERS_OF: ReadonlyMap<string, number> = new Map([
  ['Conv', 1],
  ['ConvInteger', 1],
  ['FusedConv', 1],
  ['QLinearConv', 3],
]);

/** Whether an operator, or one inside its subgraphs, carries work that is worth a layer of its own. */
export function isHeavy(node: NodeProto): boolean {
  return HEAVY.has(node.opType) || subgraphs(node).some((graph) => graph.node.some(isHeavy));
}

/** Bytes of a tensor; 0 where nothing is known of it. */
export function tensorBytes(info: TensorInfo | undefined): number {
  return info === undefined ? 0 : elementCount(info.shape) * info.bytesPerElement;
}

/** Counts the work of one operator from the shapes of what it reads and writes. */
export function operatorCost(node: NodeProto, infos: TensorInfos): LayerCost {
  const names = [...nodeInputs(node), ...node.output.filter((name) => name !== '')];
  const bytes = names.reduce((sum, name) => sum + tensorBytes(infos.get(name)), 0);
  return {flops: operatorFlops(node, infos), bytes, operatorCount: 1};
}

function operatorFlops(node: NodeProto, infos: TensorInfos): number {
  const shape = (name: string | undefined) => infos.get(name ?? '')?.shape ?? [];
  const input = shape(node.input[0]);
  const weights = shape(node.input[1]);
  const output = shape(node.output[0]);
  if (MOVES_ONLY.has(node.opType)) return 0;
  if (PRODUCTS.has(node.opType)) return matrixProductFlops(output, input.at(-1) ?? 0);
  const filters = FILTERS_OF.get(node.opType);
  if (filters !== undefined) return convolutionFlops(output, shape(node.input[filters]));
  switch (node.opType) {
    case 'ConvTranspose':
      return convolutionFlops(input, weights);
    case 'Gemm':
      return matrixProductFlops(output, input[intAttribute(node, 'transA', 0) === 0 ? 1 : 0] ?? 0);
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

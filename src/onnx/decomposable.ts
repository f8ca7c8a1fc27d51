import type {NodeProto, TensorProto} from 'onnx-buf';

import type {Matrix} from '../core/linear-algebra/matrix.js';
import {breakEvenRank} from '../core/network/rank.js';
import {intAttribute} from './attributes.js';
import {floatValues} from './weights.js';

/** An operator whose weights can be replaced by a product of two of lower rank. */
export interface DecomposableOperator {
  readonly node: NodeProto;
  readonly scheme: 'convolution' | 'product';
  readonly weightName: string;
  /** **Shape:** of the weights as the file holds them. */
  readonly weightShape: readonly number[];
  /** One matrix per group of a convolution; all of one size. */
  readonly matrices: readonly Matrix[];
  /** Rank at which the two cost as much as the one, for each group. */
  readonly breakEven: number;
}

/** Sees an operator's constant weights as matrices; undefined for operators that cannot be decomposed. */
export function decomposable(
  node: NodeProto,
  weights: ReadonlyMap<string, TensorProto>,
): DecomposableOperator | undefined {
  const weightName = node.input[1] ?? '';
  const tensor = weights.get(weightName);
  const values = tensor === undefined ? undefined : floatValues(tensor);
  if (tensor === undefined || values === undefined) return undefined;
  const weightShape = tensor.dims.map(Number);
  const matrices = weightMatrices(node, weightShape, values);
  const [first] = matrices;
  if (first === undefined) return undefined;
  const scheme = node.opType === 'Conv' ? 'convolution' : 'product';
  return {node, scheme, weightName, weightShape, matrices, breakEven: breakEvenRank(first.rows, first.columns)};
}

function weightMatrices(node: NodeProto, shape: readonly number[], values: Float32Array): readonly Matrix[] {
  const [first = 0, second = 0] = shape;
  if (node.opType === 'Conv' && shape.length === 4) {
    return convolutionMatrices(shape, values, intAttribute(node, 'group', 1));
  }
  const isProduct = (node.opType === 'Gemm' || node.opType === 'MatMul') && shape.length === 2;
  if (!isProduct || intAttribute(node, 'transA', 0) !== 0) return [];
  const turned = intAttribute(node, 'transB', 0) !== 0;
  const [rows, columns] = turned ? [second, first] : [first, second];
  const data = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const target = turned ? (index % second) * first + Math.floor(index / second) : index;
    data[target] = values[index] ?? 0;
  }
  return [{rows, columns, data}];
}

/** **Shape:** weights `[N, C / groups, kh, kw]`; each group gives a `[C / groups · kh, N / groups · kw]` matrix. */
function convolutionMatrices(
  [filters = 0, channels = 0, height = 0, width = 0]: readonly number[],
  values: Float32Array,
  groups: number,
): readonly Matrix[] {
  const rows = channels * height;
  const filtersPerGroup = filters / groups;
  const columns = filtersPerGroup * width;
  return Array.from({length: groups}, (_, group) => {
    const data = new Float64Array(rows * columns);
    for (let filter = 0; filter < filtersPerGroup; filter += 1) {
      for (let row = 0; row < rows; row += 1) {
        const source = ((group * filtersPerGroup + filter) * rows + row) * width;
        const target = row * columns + filter * width;
        for (let column = 0; column < width; column += 1) data[target + column] = values[source + column] ?? 0;
      }
    }
    return {rows, columns, data};
  });
}

import type {NodeProto, TensorProto} from 'onnx-buf';

import type {Matrix} from '../core/linear-algebra/matrix.js';
import {breakEvenRank} from '../core/network/rank.js';
import {intAttribute} from './attributes.js';
import {floatValues, holdsFloats} from './weights.js';

/** An operator whose weights can be replaced by a product of two of lower rank. */
export interface DecomposableOperator {
  readonly node: NodeProto;
  readonly scheme: 'convolution' | 'product';
  readonly weightName: string;
  /** **Shape:** of the weights as the file holds them. */
  readonly weightShape: readonly number[];
  /** Matrices that the weights are seen as: one per group of a convolution; all of one size. */
  readonly groups: number;
  /** **Shape:** of each matrix. */
  readonly rows: number;
  readonly columns: number;
  /** Rank at which the two cost as much as the one, for each group. */
  readonly breakEven: number;
  /** Reads the matrices; they are not kept, since a large network's would not fit beside each other. */
  readonly matrices: () => readonly Matrix[];
}

/** How an operator's weights are seen as matrices. */
type MatrixForm = Pick<DecomposableOperator, 'scheme' | 'groups' | 'rows' | 'columns'>;

/** Sees an operator's constant weights as matrices; undefined for operators that cannot be decomposed. */
export function decomposable(
  node: NodeProto,
  weights: ReadonlyMap<string, TensorProto>,
): DecomposableOperator | undefined {
  const weightName = node.input[1] ?? '';
  const tensor = weights.get(weightName);
  if (tensor === undefined || !holdsFloats(tensor)) return undefined;
  const weightShape = tensor.dims.map(Number);
  const form = matrixForm(node, weightShape);
  if (form === undefined) return undefined;
  return {
    ...form,
    node,
    weightName,
    weightShape,
    breakEven: breakEvenRank(form.rows, form.columns),
    matrices: () =>
      form.scheme === 'convolution'
        ? convolutionMatrices(form, weightShape[3] ?? 1, floatValues(tensor))
        : [productMatrix(form, isTurned(node), floatValues(tensor))],
  };
}

function matrixForm(node: NodeProto, shape: readonly number[]): MatrixForm | undefined {
  const [first = 0, second = 0, height = 0, width = 0] = shape;
  if (node.opType === 'Conv' && shape.length === 4) {
    const groups = intAttribute(node, 'group', 1);
    return {scheme: 'convolution', groups, rows: second * height, columns: (first / groups) * width};
  }
  const isProduct = (node.opType === 'Gemm' || node.opType === 'MatMul') && shape.length === 2;
  if (!isProduct || intAttribute(node, 'transA', 0) !== 0) return undefined;
  const [rows, columns] = isTurned(node) ? [second, first] : [first, second];
  return {scheme: 'product', groups: 1, rows, columns};
}

function isTurned(node: NodeProto): boolean {
  return intAttribute(node, 'transB', 0) !== 0;
}

function productMatrix({rows, columns}: MatrixForm, turned: boolean, values: Float32Array): Matrix {
  const data = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const target = turned ? (index % rows) * columns + Math.floor(index / rows) : index;
    data[target] = values[index] ?? 0;
  }
  return {rows, columns, data};
}

/** **Shape:** weights `[N, C / groups, kh, kw]`; each group gives a `[C / groups · kh, N / groups · kw]` matrix. */
function convolutionMatrices(
  {groups, rows, columns}: MatrixForm,
  width: number,
  values: Float32Array,
): readonly Matrix[] {
  const filtersPerGroup = columns / width;
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

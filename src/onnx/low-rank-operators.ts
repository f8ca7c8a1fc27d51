import {create} from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';

import type {Factors} from '../core/linear-algebra/factorize.js';
import type {PairScheme} from '../core/network/reduction.js';
import {intsAttribute} from './attributes.js';
import type {DecomposableOperator} from './decomposable.js';
import type {TensorInfos} from './operator-cost.js';
import {floatWeight} from './weights.js';

/** Two operators that can take the place of one, without the values of their weights. */
export interface PairForm {
  readonly nodes: readonly [NodeProto, NodeProto];
  /** **Shape:** of the weights of either, which is its second input. */
  readonly weightShapes: readonly [readonly number[], readonly number[]];
}

/** Two operators that take the place of one. */
export interface LowRankPair {
  readonly nodes: readonly [NodeProto, NodeProto];
  /** Of both, and a bias where it is another than the operator's. */
  readonly weights: readonly TensorProto[];
}

/** What would replace an operator at the given rank. */
export function pairForm(operator: DecomposableOperator, rank: number, scheme: PairScheme = 'spatial'): PairForm {
  if (operator.scheme === 'product') return productForm(operator, rank);
  return scheme === 'spatial' ? spatialForm(operator, rank) : channelForm(operator, rank);
}

/** Replaces an operator by two of the given rank; `factors` holds one entry per group, of that rank or higher. */
export function lowRankPair(
  operator: DecomposableOperator,
  factors: readonly Factors[],
  rank: number,
  scheme: PairScheme = 'spatial',
): LowRankPair {
  return pairOfValues(operator, {scheme, rank, values: pairValues(operator, factors, rank, scheme)});
}

/** Values of the weights of both operators of a pair, as their files hold them. */
export function pairValues(
  operator: DecomposableOperator,
  factors: readonly Factors[],
  rank: number,
  scheme: PairScheme,
): readonly Float32Array<ArrayBuffer>[] {
  if (operator.scheme === 'product') return productValues(factors, rank);
  const width = scheme === 'spatial' ? (operator.weightShape[3] ?? 1) : 1;
  return [verticalFilters(factors, rank), horizontalFilters(factors, rank, width)];
}

/** All that makes a pair of an operator. */
export interface PairContent {
  readonly scheme: PairScheme;
  readonly rank: number;
  /** Of the first operator, of the second one, and the bias where it is another than the operator's. */
  readonly values: readonly Float32Array<ArrayBuffer>[];
}

export function pairOfValues(operator: DecomposableOperator, {scheme, rank, values}: PairContent): LowRankPair {
  const {nodes, weightShapes} = pairForm(operator, rank, scheme);
  const weight = (which: 0 | 1) =>
    floatWeight(nodes[which].input[1] ?? '', weightShapes[which], values[which] ?? new Float32Array());
  const weights = [weight(0), weight(1)];
  const bias = values[2];
  if (bias === undefined) return {nodes, weights};
  const name = `${operator.node.output[0] ?? ''}/bias`;
  const biased = create(NodeProtoSchema, {...nodes[1], input: [...nodes[1].input.slice(0, 2), name]});
  return {nodes: [nodes[0], biased], weights: [...weights, floatWeight(name, [bias.length], bias)]};
}

/** **Shape:** of the tensor between the two operators of a pair. */
export function betweenShape(operator: DecomposableOperator, form: PairForm, infos: TensorInfos): readonly number[] {
  const shapeOf = (name = '') => infos.get(name)?.shape ?? [];
  const [input, output] = [shapeOf(operator.node.input[0]), shapeOf(operator.node.output[0])];
  const [channels = 0, depth = 0, , filterWidth] = form.weightShapes[0];
  if (operator.scheme === 'product') return [...input.slice(0, -1), depth];
  const [batch = 0, , height = 0, width = 0] = output;
  const [, columnStride] = intsAttribute(form.nodes[0], 'strides', [1, 1]);
  // The second operator of the spatial scheme drops columns, unless the first one, a single pixel wide, does so already.
  const allColumns = columnStride === 1 && filterWidth === 1;
  return [batch, channels, height, allColumns ? (input[3] ?? 0) : width];
}

/**
 * `rank` filters kh×1 with the stride, padding and dilation of the rows, then filters 1×kw with those of the columns.
 */
function spatialForm({node, weightShape, groups}: DecomposableOperator, rank: number): PairForm {
  const [filters = 0, channels = 0, height = 0, width = 0] = weightShape;
  return {
    nodes: convolutionPair(node, splitGeometry(node, height, width)),
    weightShapes: [
      [groups * rank, channels, height, 1],
      [filters, rank, 1, width],
    ],
  };
}

/** `rank` filters of full size, then filters of a single pixel. */
function channelForm({node, weightShape, groups}: DecomposableOperator, rank: number): PairForm {
  const [filters = 0, ...filterShape] = weightShape;
  const horizontal = [
    ...node.attribute.filter(({name}) => !GEOMETRY.has(name) && name !== 'auto_pad'),
    ints('kernel_shape', [1, 1]),
  ];
  return {
    nodes: convolutionPair(node, {vertical: node.attribute, horizontal}),
    weightShapes: [
      [groups * rank, ...filterShape],
      [filters, rank, 1, 1],
    ],
  };
}

/** Attributes of the two convolutions that take the place of one. */
interface PairAttributes {
  readonly vertical: AttributeProto[];
  readonly horizontal: AttributeProto[];
}

/** Two convolutions behind one another; the bias stays with the second one. */
function convolutionPair(node: NodeProto, attributes: PairAttributes): PairForm['nodes'] {
  const [between, vertical, horizontal] = names(node);
  return [
    create(NodeProtoSchema, {
      ...node,
      name: `${node.name}/vertical`,
      input: [node.input[0] ?? '', vertical],
      output: [between],
      attribute: attributes.vertical,
    }),
    create(NodeProtoSchema, {
      ...node,
      name: `${node.name}/horizontal`,
      input: [between, horizontal, ...node.input.slice(2)],
      attribute: attributes.horizontal,
    }),
  ];
}

const GEOMETRY = new Set(['kernel_shape', 'strides', 'pads', 'dilations']);

/** Attributes of a convolution, divided between rows and columns. */
function splitGeometry(node: NodeProto, height: number, width: number): PairAttributes {
  const [rowStride, columnStride] = pair(intsAttribute(node, 'strides', [1, 1]));
  const [rowDilation, columnDilation] = pair(intsAttribute(node, 'dilations', [1, 1]));
  const [top = 0, left = 0, bottom = 0, right = 0] = intsAttribute(node, 'pads', []);
  // Filters one pixel wide skip columns at once, so that the first operator does not compute what the second drops.
  const early = width === 1 && left === 0 && right === 0;
  // Beside `auto_pad`, which says the same of either direction, the standard allows no `pads`.
  const padded = node.attribute.some(({name}) => name === 'pads');
  const attributes = (kernel: readonly number[], strides: readonly number[], pads: number[], dilations: number[]) => [
    ...node.attribute.filter(({name}) => !GEOMETRY.has(name)),
    ints('kernel_shape', kernel),
    ints('strides', strides),
    ...(padded ? [ints('pads', pads)] : []),
    ints('dilations', dilations),
  ];
  return {
    vertical: attributes([height, 1], [rowStride, early ? columnStride : 1], [top, 0, bottom, 0], [rowDilation, 1]),
    horizontal: attributes([1, width], [1, early ? 1 : columnStride], [0, left, 0, right], [1, columnDilation]),
  };
}

function pair([rows = 1, columns = 1]: readonly number[]): readonly [number, number] {
  return [rows, columns];
}

/** Two products; scaling and bias, which only Gemm has, stay with the second one. */
function productForm({node, rows, columns}: DecomposableOperator, rank: number): PairForm {
  const [between, vertical, horizontal] = names(node);
  return {
    nodes: [
      create(NodeProtoSchema, {
        name: `${node.name}/vertical`,
        opType: 'MatMul',
        input: [node.input[0] ?? '', vertical],
        output: [between],
      }),
      create(NodeProtoSchema, {
        ...node,
        name: `${node.name}/horizontal`,
        input: [between, horizontal, ...node.input.slice(2)],
        attribute: node.attribute.filter(({name}) => name !== 'transB'),
      }),
    ],
    weightShapes: [
      [rows, rank],
      [rank, columns],
    ],
  };
}

function productValues([factors]: readonly Factors[], rank: number): readonly Float32Array<ArrayBuffer>[] {
  if (factors === undefined) throw new RangeError('a product needs one pair of factors');
  const {rows, columns, vertical, horizontal} = factors;
  return [transposed(vertical, rank, rows), Float32Array.from(horizontal.subarray(0, rank * columns))];
}

/** Names of the tensor between a pair and of its weights; an output is named once in a graph, so these are too. */
function names({output}: NodeProto): readonly [string, string, string] {
  const base = output[0] ?? '';
  return [`${base}/low-rank`, `${base}/vertical`, `${base}/horizontal`];
}

/** **Shape:** `[groups · rank, rows]`. */
function verticalFilters(factors: readonly Factors[], rank: number): Float32Array<ArrayBuffer> {
  const rows = factors[0]?.rows ?? 0;
  const filters = new Float32Array(factors.length * rank * rows);
  for (const [group, {vertical}] of factors.entries()) {
    filters.set(vertical.subarray(0, rank * rows), group * rank * rows);
  }
  return filters;
}

/** **Shape:** `[groups · columns / width, rank, width]`. */
function horizontalFilters(factors: readonly Factors[], rank: number, width: number): Float32Array<ArrayBuffer> {
  const columns = factors[0]?.columns ?? 0;
  const filters = new Float32Array(factors.length * rank * columns);
  for (const [group, {horizontal}] of factors.entries()) {
    for (let component = 0; component < rank; component += 1) {
      for (let start = 0; start < columns; start += width) {
        const source = component * columns + start;
        filters.set(horizontal.subarray(source, source + width), (group * columns + start) * rank + component * width);
      }
    }
  }
  return filters;
}

/** **Shape:** `[rank, size]` (of which more may follow) gives `[size, rank]`. */
function transposed(values: Float32Array, rank: number, size: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(rank * size);
  for (let component = 0; component < rank; component += 1) {
    for (let index = 0; index < size; index += 1) {
      turned[index * rank + component] = values[component * size + index] ?? 0;
    }
  }
  return turned;
}

function ints(name: string, values: readonly number[]): AttributeProto {
  return create(AttributeProtoSchema, {name, type: AttributeProto_AttributeType.INTS, ints: values.map(BigInt)});
}

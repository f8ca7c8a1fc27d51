import {create} from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';

import {seededTensor} from '../../src/core/seeded-tensor.js';
import {parseModel, serializeModel, type OnnxModel} from '../../src/onnx/model.js';

/** What a hand-built model is made of. */
export interface TinyModel {
  readonly inputs?: readonly ValueInfoProto[];
  readonly outputs?: readonly string[];
  readonly nodes: readonly NodeProto[];
  readonly weights?: readonly TensorProto[];
  readonly opset?: number;
}

/** Integers, lists of integers, the value of a constant, or the body of a control-flow operator. */
export type Attribute = number | readonly number[] | TensorProto | GraphProto;

/** Builds a model and reads it back, as if it came from a file. */
export function tinyModel(parts: TinyModel, name = 'tiny.onnx'): OnnxModel {
  return parseModel(tinyModelBytes(parts), name);
}

export function tinyModelBytes({
  inputs = [input('x', ['batch', 2, 6, 6])],
  outputs = ['y'],
  nodes,
  weights = [],
  opset = 17,
}: TinyModel): Uint8Array {
  const opsetImport = [{domain: '', version: BigInt(opset)}];
  const graph = tinyGraph({inputs, outputs, nodes, weights});
  return serializeModel(create(ModelProtoSchema, {irVersion: 8n, opsetImport, graph}));
}

/** A graph by itself, as the body of a control-flow operator. */
export function tinyGraph({inputs = [], outputs = ['y'], nodes, weights = []}: Omit<TinyModel, 'opset'>): GraphProto {
  return create(GraphProtoSchema, {
    name: 'tiny',
    node: [...nodes],
    initializer: [...weights],
    input: [...inputs],
    output: outputs.map((output) => create(ValueInfoProtoSchema, {name: output})),
  });
}

export function input(
  name: string,
  shape: readonly (number | string)[],
  elemType: number = TensorProto_DataType.FLOAT,
): ValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? {value: {case: 'dimValue' as const, value: BigInt(size)}}
      : {value: {case: 'dimParam' as const, value: size}},
  );
  return create(ValueInfoProtoSchema, {name, type: {value: {case: 'tensorType', value: {elemType, shape: {dim}}}}});
}

/** `node('Relu', ['a'], ['b'])`. */
export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => toAttribute(name, value));
  return create(NodeProtoSchema, {
    opType,
    input: [...inputs],
    output: [...outputs],
    name: `/${outputs.join()}/${opType}`,
    attribute,
  });
}

/** A weight of seeded values. */
export function weight(name: string, shape: readonly number[], seed = 7): TensorProto {
  const {data} = seededTensor(shape, seed);
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: TensorProto_DataType.FLOAT,
    rawData: new Uint8Array(data.buffer as ArrayBuffer),
  });
}

/** A weight of given whole numbers: shapes, axes, zero points. */
export function integers(name: string, shape: readonly number[], values: readonly number[]): TensorProto {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return create(TensorProtoSchema, {name, dims: shape.map(BigInt), dataType: TensorProto_DataType.INT64, rawData});
}

/** Conv → Relu → Conv with a shortcut → MaxPool → Flatten → Gemm: every kind of seam in one small graph. */
export function residualModel(): OnnxModel {
  return tinyModel({
    nodes: [
      node('Conv', ['x', 'w1', 'b1'], ['c1'], {kernel_shape: [3, 3], pads: [1, 1, 1, 1]}),
      node('Relu', ['c1'], ['r1']),
      node('Conv', ['r1', 'w2'], ['c2'], {kernel_shape: [3, 3], pads: [1, 1, 1, 1]}),
      node('Add', ['c2', 'r1'], ['a']),
      node('MaxPool', ['a'], ['p'], {kernel_shape: [2, 2], strides: [2, 2]}),
      node('Flatten', ['p'], ['f']),
      node('Gemm', ['f', 'w3', 'b3'], ['y'], {transB: 1}),
    ],
    weights: [
      weight('w1', [4, 2, 3, 3]),
      weight('b1', [4]),
      weight('w2', [4, 4, 3, 3]),
      weight('w3', [5, 36]),
      weight('b3', [5]),
    ],
  });
}

function toAttribute(name: string, value: Attribute): AttributeProto {
  const {INT, INTS, TENSOR, GRAPH} = AttributeProto_AttributeType;
  if (typeof value === 'number') return create(AttributeProtoSchema, {name, type: INT, i: BigInt(value)});
  if (!('$typeName' in value)) return create(AttributeProtoSchema, {name, type: INTS, ints: value.map(BigInt)});
  return value.$typeName === 'onnx.TensorProto'
    ? create(AttributeProtoSchema, {name, type: TENSOR, t: value})
    : create(AttributeProtoSchema, {name, type: GRAPH, g: value});
}

import {create} from '@bufbuild/protobuf';
import {TensorProto_DataType, TensorProtoSchema, type GraphProto, type TensorProto} from 'onnx-buf';

const FLOAT: number = TensorProto_DataType.FLOAT;

/** Weights of a graph by name: initializers, constants, and other names for either. */
export function findWeights(graph: GraphProto): ReadonlyMap<string, TensorProto> {
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const {opType, input, output, attribute} of graph.node) {
    const constant = attribute.find(({name}) => name === 'value')?.t;
    const value = opType === 'Constant' ? constant : opType === 'Identity' ? weights.get(input[0] ?? '') : undefined;
    if (value !== undefined) weights.set(output[0] ?? '', value);
  }
  return weights;
}

/** Whether a tensor is one of 32-bit floats. */
export function holdsFloats({dataType}: TensorProto): boolean {
  return dataType === FLOAT;
}

/** Values of a tensor of 32-bit floats. */
export function floatValues({rawData, floatData}: TensorProto): Float32Array {
  if (rawData.length === 0) return Float32Array.from(floatData);
  // A view into the file need not be aligned, so it is copied.
  return new Float32Array(new Uint8Array(rawData).buffer);
}

/** A weight of 32-bit floats. */
export function floatWeight(name: string, shape: readonly number[], values: Float32Array<ArrayBuffer>): TensorProto {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return create(TensorProtoSchema, {name, dims: shape.map(BigInt), dataType: FLOAT, rawData});
}

import {TensorProto_DataType} from 'onnx-buf';

import type {Tensor} from '../core/inference.js';
import type {InputType} from '../core/network/network-input.js';

/** Bytes of one element by ONNX data type; what is missing here carries no weights that neuos counts. */
export const BYTES_PER_ELEMENT: ReadonlyMap<number, number> = new Map([
  [TensorProto_DataType.FLOAT, 4],
  [TensorProto_DataType.FLOAT16, 2],
  [TensorProto_DataType.BFLOAT16, 2],
  [TensorProto_DataType.DOUBLE, 8],
  [TensorProto_DataType.INT8, 1],
  [TensorProto_DataType.UINT8, 1],
  [TensorProto_DataType.INT16, 2],
  [TensorProto_DataType.UINT16, 2],
  [TensorProto_DataType.INT32, 4],
  [TensorProto_DataType.UINT32, 4],
  [TensorProto_DataType.INT64, 8],
  [TensorProto_DataType.UINT64, 8],
  [TensorProto_DataType.BOOL, 1],
]);

const INPUT_TYPE_OF: ReadonlyMap<number, InputType> = new Map([
  [TensorProto_DataType.FLOAT, 'float32'],
  [TensorProto_DataType.DOUBLE, 'float64'],
  [TensorProto_DataType.INT8, 'int8'],
  [TensorProto_DataType.UINT8, 'uint8'],
  [TensorProto_DataType.INT32, 'int32'],
  [TensorProto_DataType.INT64, 'int64'],
  [TensorProto_DataType.BOOL, 'bool'],
]);

/** The kind of input an ONNX data type is, or undefined for one that neuos cannot feed. */
export function inputTypeOf(dataType: number): InputType | undefined {
  return INPUT_TYPE_OF.get(dataType);
}

/** ONNX data type of a tensor's elements. */
export function dataTypeOf({data, elementType}: Tensor): TensorProto_DataType {
  if (elementType === 'bool') return TensorProto_DataType.BOOL;
  if (elementType === 'float16') return TensorProto_DataType.FLOAT16;
  if (data instanceof Float32Array) return TensorProto_DataType.FLOAT;
  if (data instanceof Float64Array) return TensorProto_DataType.DOUBLE;
  if (data instanceof Int8Array) return TensorProto_DataType.INT8;
  if (data instanceof Uint8Array) return TensorProto_DataType.UINT8;
  if (data instanceof Int16Array) return TensorProto_DataType.INT16;
  if (data instanceof Uint16Array) return TensorProto_DataType.UINT16;
  if (data instanceof Int32Array) return TensorProto_DataType.INT32;
  if (data instanceof Uint32Array) return TensorProto_DataType.UINT32;
  return data instanceof BigInt64Array ? TensorProto_DataType.INT64 : TensorProto_DataType.UINT64;
}

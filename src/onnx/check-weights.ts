import {TensorProto_DataType, type TensorProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {elementCount} from '../core/network/cost.js';
import {BYTES_PER_ELEMENT} from './element-types.js';
import type {OnnxModel} from './model.js';

const FLOAT: number = TensorProto_DataType.FLOAT;

/**
 * Checks what the runtime does not: a weight that is not a number makes every answer worthless, and some operators hide
 * it.
 *
 * **Errors:** DataError that names the first bad weight.
 */
export function checkWeights({graph, place}: OnnxModel): void {
  for (const tensor of graph.initializer) {
    checkSize(tensor, place);
    const index = tensor.dataType === FLOAT ? firstNan(tensor) : -1;
    if (index >= 0) throw new DataError(`Weight ${tensor.name} of ${place} is not a number (NaN) at element ${index}.`);
  }
}

function checkSize({name, dims, dataType, rawData}: TensorProto, place: string): void {
  const bytes = elementCount(dims.map(Number)) * (BYTES_PER_ELEMENT.get(dataType) ?? 0);
  if (bytes === 0 || rawData.length === 0 || rawData.length === bytes) return;
  throw new DataError(`Weight ${name} of ${place} has ${rawData.length} bytes; its shape takes ${bytes}.`);
}

function firstNan({rawData, floatData}: TensorProto): number {
  // A view into the file need not be aligned, so it is copied.
  const values = rawData.length === 0 ? floatData : new Float32Array(new Uint8Array(rawData).buffer);
  for (let index = 0; index < values.length; index += 1) if (Number.isNaN(values[index])) return index;
  return -1;
}

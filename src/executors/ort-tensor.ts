import {DataError} from '../core/errors.js';
import type {Tensor, TensorData} from '../core/inference.js';
import {elementCount} from '../core/network/cost.js';
import {abandoned} from './abandoned.js';
import type {OrtLibrary} from './ort-library.js';

interface ElementKind {
  /** Of `ONNXTensorElementDataType`. */
  readonly code: number;
  readonly array: (new (buffer: ArrayBuffer) => TensorData) & {
    readonly BYTES_PER_ELEMENT: number;
  };
  readonly elementType?: 'bool' | 'float16';
}

const KINDS: readonly ElementKind[] = [
  {code: 1, array: Float32Array},
  {code: 2, array: Uint8Array},
  {code: 3, array: Int8Array},
  {code: 4, array: Uint16Array},
  {code: 5, array: Int16Array},
  {code: 6, array: Int32Array},
  {code: 7, array: BigInt64Array},
  {code: 9, array: Uint8Array, elementType: 'bool'},
  {code: 10, array: Uint16Array, elementType: 'float16'},
  {code: 11, array: Float64Array},
  {code: 12, array: Uint32Array},
  {code: 13, array: BigUint64Array},
];
const STRING = 8;

/**
 * Shows a tensor to the runtime, which reads and writes the tensor's own array: it is to be kept until the value is released.
 *
 * **Errors:** Error when the array does not fit the shape or the type of its elements.
 */
export function showTensor({api, memory, resultOf}: OrtLibrary, {shape, data, elementType}: Tensor): bigint {
  const kind = KINDS.find((kind) => kind.elementType === elementType && data instanceof kind.array);
  if (kind === undefined) {
    throw new Error(
      `A tensor of ${elementType ?? 'numbers'} is not kept in ${data.BYTES_PER_ELEMENT} bytes an element.`,
    );
  }
  const count = elementCount(shape);
  if (count !== data.length) throw new Error(`Tensor's size(${count}) does not match data length(${data.length}).`);
  // A small array begins inside the collector's heap, which moves it about; asked for its buffer, it goes outside for good.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const sizes = BigInt64Array.from(shape, BigInt);
  return resultOf((out) =>
    api.CreateTensorWithDataAsOrtValue(memory, bytes, bytes.length, sizes, sizes.length, kind.code, out),
  );
}

/** A result. Handed on to the next layer, or given back to be written anew, it is not shown to the runtime once more. */
export class OrtTensor implements Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
  readonly elementType?: 'bool' | 'float16';
  readonly #byteLength: number;
  #shown: bigint | undefined;

  constructor(shape: readonly number[], buffer: ArrayBuffer, {array, elementType}: ElementKind) {
    this.shape = shape;
    this.data = new array(buffer);
    if (elementType !== undefined) this.elementType = elementType;
    this.#byteLength = buffer.byteLength;
  }

  /**
   * What the runtime sees this tensor through; it lives as long as the tensor does. It is small: the elements are here.
   *
   * **Errors:** Error when the array has been given away to another thread.
   */
  shown(library: OrtLibrary): bigint {
    if (this.#shown === undefined || this.data.byteLength !== this.#byteLength) {
      const value = showTensor(library, this);
      abandoned.register(this, () => {
        library.api.ReleaseValue(value);
      });
      this.#shown = value;
    }
    return this.#shown;
  }
}

/**
 * Copies a result out of the runtime.
 *
 * **Errors:** DataError when it holds text, Error when it is no tensor or there are no arrays for its elements.
 */
export function copyResult(library: OrtLibrary, name: string, value: bigint): OrtTensor {
  const {api, copyBytes, resultOf} = library;
  const {code, shape} = describeResult(library, value);
  if (code === STRING) throw new DataError(`Tensor ${name} holds string values, which are no numbers.`);
  const kind = KINDS.find((kind) => kind.code === code);
  if (kind === undefined) throw new Error(`Tensor type (${code}) is not supported.`);
  const address = resultOf((out) => api.GetTensorMutableData(value, out));
  return new OrtTensor(shape, copyBytes(address, elementCount(shape) * kind.array.BYTES_PER_ELEMENT), kind);
}

function describeResult(
  {api, check, resultOf}: OrtLibrary,
  value: bigint,
): {readonly code: number; readonly shape: number[]} {
  const isTensor = resultOf((out) => api.IsTensor(value, out));
  if (isTensor === 0n) throw new Error('Non tensor type is temporarily not supported.');
  const description = resultOf((out) => api.GetTensorTypeAndShape(value, out));
  try {
    const code = resultOf((out) => api.GetTensorElementType(description, out));
    const rank = resultOf((out) => api.GetDimensionsCount(description, out));
    const sizes = new BigInt64Array(Number(rank));
    check(api.GetDimensions(description, sizes, sizes.length));
    return {code: Number(code), shape: Array.from(sizes, Number)};
  } finally {
    api.ReleaseTensorTypeAndShapeInfo(description);
  }
}

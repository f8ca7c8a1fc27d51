import {readFile} from 'node:fs/promises';

import {DataError} from '../core/errors.js';
import {elementCount} from '../core/network/cost.js';

/** An array of NumPy's, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Element type as NumPy writes it, without the byte order: `f4`, `i8`. */
  readonly type: NpyType;
  readonly data: Float64Array | Float32Array;
}

/** Magic number, version and a header length of two bytes. */
const PREFIX_LENGTH = 10;
const MAGIC = '\u0093NUMPY';

/** How one element is read. Whole numbers above 2^53 lose digits, which no class label has. */
const READERS = {
  f4: {size: 4, read: (view: DataView, at: number) => view.getFloat32(at, true)},
  f8: {size: 8, read: (view: DataView, at: number) => view.getFloat64(at, true)},
  u1: {size: 1, read: (view: DataView, at: number) => view.getUint8(at)},
  i1: {size: 1, read: (view: DataView, at: number) => view.getInt8(at)},
  u2: {size: 2, read: (view: DataView, at: number) => view.getUint16(at, true)},
  i2: {size: 2, read: (view: DataView, at: number) => view.getInt16(at, true)},
  u4: {size: 4, read: (view: DataView, at: number) => view.getUint32(at, true)},
  i4: {size: 4, read: (view: DataView, at: number) => view.getInt32(at, true)},
  i8: {size: 8, read: (view: DataView, at: number) => Number(view.getBigInt64(at, true))},
} as const;

export type NpyType = keyof typeof READERS;

/** Reads a NumPy file. **Errors:** DataError. */
export async function readNpy(path: string): Promise<NpyArray> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DataError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}.`, {cause});
  });
  return parseNpy(bytes, path);
}

/** Decodes a NumPy array; `place` names it in errors. */
export function parseNpy(bytes: Uint8Array, place: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREFIX_LENGTH || Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== MAGIC) {
    throw new DataError(`${place} is not a NumPy file: it does not begin with its magic number.`);
  }
  const [headerStart, headerLength] =
    view.getUint8(6) === 1 || bytes.length < 12
      ? [PREFIX_LENGTH, view.getUint16(8, true)]
      : [12, view.getUint32(8, true)];
  const start = headerStart + headerLength;
  const header = Buffer.from(bytes.subarray(headerStart, start)).toString('latin1');
  const {shape, type} = parseHeader(header, place);
  const count = elementCount(shape);
  const {size, read} = READERS[type];
  if (bytes.length !== start + count * size) {
    throw new DataError(
      `${place} does not fit its header: ${shape.join('×')} of ${type} takes ${start + count * size} bytes, the file has ${bytes.length}.`,
    );
  }
  const data = type === 'f4' ? new Float32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index += 1) data[index] = read(view, start + index * size);
  return {shape, type, data};
}

function parseHeader(header: string, place: string): Pick<NpyArray, 'shape' | 'type'> {
  const element = /'descr':\s*'([<>=|])(\w\d)'/.exec(header);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  const type = element?.[2] ?? '';
  if (shape === null || !isKnown(type) || element?.[1] === '>') {
    const allowed = Object.keys(READERS).join(', ');
    throw new DataError(
      `${place} holds what neuos cannot read: ${header.trim()}; allowed is little-endian ${allowed}.`,
    );
  }
  if (/'fortran_order':\s*True/.test(header)) {
    throw new DataError(`${place} is stored by columns; save numpy.ascontiguousarray of it.`);
  }
  return {
    shape: (shape[1] ?? '')
      .split(',')
      .map((size) => size.trim())
      .filter((size) => size !== '')
      .map(Number),
    type,
  };
}

function isKnown(type: string): type is NpyType {
  return type in READERS;
}

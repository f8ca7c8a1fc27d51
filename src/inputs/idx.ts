import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';

import {DataError} from '../core/errors.js';
import {elementCount} from '../core/network/cost.js';

/** An IDX file of unsigned bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const GZIP_MAGIC = 0x1f8b;
/** Element type of the IDX magic number that stands for unsigned bytes. */
const UNSIGNED_BYTE = 0x08;

/** Reads an IDX file, compressed with gzip or not, that must have `rank` dimensions. */
export async function readIdx(path: string, rank: number): Promise<IdxArray> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DataError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}.`, {cause});
  });
  return parseIdx(await decompress(bytes, path), rank, path);
}

/** Decodes an IDX array; `place` names it in errors. */
export function parseIdx(bytes: Uint8Array, rank: number, place: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = 4 + 4 * rank;
  const expected = (UNSIGNED_BYTE << 8) | rank;
  const magic = bytes.length < 4 ? 0 : view.getUint32(0);
  if (magic !== expected) {
    throw new DataError(
      `${place} is not an IDX file of unsigned bytes with ${rank} dimensions: magic number ${magic}, expected ${expected}.`,
    );
  }
  if (bytes.length < headerLength) {
    throw new DataError(`${place} is cut off: ${bytes.length} bytes, its header alone takes ${headerLength}.`);
  }
  const shape = Array.from({length: rank}, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = elementCount(shape);
  if (bytes.length !== headerLength + size) {
    throw new DataError(
      `${place} does not fit its header: ${shape.join('×')} takes ${headerLength + size} bytes, the file has ${bytes.length}.`,
    );
  }
  return {shape, data: bytes.subarray(headerLength)};
}

async function decompress(bytes: Buffer, path: string): Promise<Uint8Array> {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes;
  return promisify(gunzip)(bytes).catch((cause: unknown) => {
    throw new DataError(`${path} is a damaged gzip file: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  });
}

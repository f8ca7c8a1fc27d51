import {writeFileSync} from 'node:fs';
import path from 'node:path';

import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {parseNpy} from '../../../src/inputs/npy.js';
import {readNpyImages} from '../../../src/inputs/npy-images.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

/** A NumPy file as NumPy writes it. */
function npy(descr: string, shape: readonly number[], values: ArrayBufferView, order = 'False'): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const header = Buffer.from(`${text.padEnd(64 - 10 - 1 + 64)}\n`, 'latin1');
  const length = Buffer.from(Uint16Array.of(header.length).buffer);
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([Buffer.from('\u0093NUMPY\u0001\u0000', 'latin1'), length, header, data]);
}

const PIXELS = Float32Array.from({length: 12}, (_, index) => index / 4 - 1);

function pair(images: Buffer, labels: Buffer): readonly [string, string] {
  const folder = temporaryFolder();
  const files = [path.join(folder, 'x.npy'), path.join(folder, 'y.npy')] as const;
  writeFileSync(files[0], images);
  writeFileSync(files[1], labels);
  return files;
}

describe('readNpyImages', () => {
  it('hands out inputs and labels', async () => {
    const labels = npy('<i8', [3], BigInt64Array.of(7n, 0n, 2n));
    const images = await readNpyImages(...pair(npy('<f4', [3, 1, 2, 2], PIXELS), labels));
    expect([images.count, ...images.imageShape]).toEqual([3, 1, 2, 2]);
    expect([0, 1, 2].map((index) => images.label(index))).toEqual([7, 0, 2]);
    const {shape, data} = images.batch([2, 0]);
    expect(shape).toEqual([2, 1, 2, 2]);
    expect([...data]).toEqual([...PIXELS.subarray(8), ...PIXELS.subarray(0, 4)]);
    expect(() => images.label(3)).toThrow(RangeError);
    expect(() => images.batch([-1])).toThrow(RangeError);
  });

  it.each([
    ['pixels that are no floats', npy('|u1', [3, 4], new Uint8Array(12)), npy('|u1', [3], new Uint8Array(3))],
    ['labels that are no whole numbers', npy('<f4', [3, 4], PIXELS), npy('<f4', [3], new Float32Array(3))],
    ['labels in two dimensions', npy('<f4', [3, 4], PIXELS), npy('|u1', [3, 1], new Uint8Array(3))],
    ['another number of labels', npy('<f4', [3, 4], PIXELS), npy('|u1', [2], new Uint8Array(2))],
    ['nothing at all', npy('<f4', [0, 4], new Float32Array()), npy('|u1', [0], new Uint8Array())],
  ])('refuses %s', async (_, images, labels) => {
    await expect(readNpyImages(...pair(images, labels))).rejects.toThrow(DataError);
  });

  it('says which file is not there', async () => {
    await expect(readNpyImages('no-such.npy', 'neither.npy')).rejects.toThrow('Cannot read no-such.npy');
  });
});

describe('parseNpy', () => {
  it.each([
    ['<f8', Float64Array.of(1.5, -2)],
    ['|i1', Int8Array.of(1, -2)],
    ['<u2', Uint16Array.of(1, 65_535)],
    ['<i2', Int16Array.of(1, -2)],
    ['<u4', Uint32Array.of(1, 4e9)],
    ['<i4', Int32Array.of(1, -2)],
  ])('reads %s', (descr, values) => {
    expect([...parseNpy(npy(descr, [2], values), 'x').data]).toEqual([...values]);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'magic number'],
    ['another file', Buffer.from('PK and more than ten bytes'), 'magic number'],
    ['a cut file', npy('<f4', [3, 4], PIXELS).subarray(0, -1), 'does not fit its header'],
    ['big-endian numbers', npy('>f4', [3, 4], PIXELS), 'little-endian'],
    ['complex numbers', npy('<c8', [12], PIXELS), 'little-endian'],
    ['columns first', npy('<f4', [3, 4], PIXELS, 'True'), 'ascontiguousarray'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'x')).toThrow(DataError);
    expect(() => parseNpy(bytes, 'x')).toThrow(message);
  });
});

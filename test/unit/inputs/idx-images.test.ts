import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

import {afterAll, beforeAll, describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {FASHION_MNIST_FORMAT, readIdxImages} from '../../../src/inputs/idx-images.js';
import {parseIdx, readIdx} from '../../../src/inputs/idx.js';

const SAMPLES = 'models/fashion-mnist/t10k-2000';

function idx(shape: readonly number[], data: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 | shape.length);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, Buffer.from(data)]);
}

describe('reading IDX files', () => {
  let directory = '';
  const file = async (name: string, bytes: Buffer): Promise<string> => {
    await writeFile(join(directory, name), bytes);
    return join(directory, name);
  };
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'neuos-idx-'));
  });
  afterAll(() => rm(directory, {recursive: true}));

  it('reads the same from a plain and from a compressed file', async () => {
    const bytes = idx([2, 1, 2], [1, 2, 3, 4]);
    const plain = await readIdx(await file('plain', bytes), 3);
    const compressed = await readIdx(await file('compressed', gzipSync(bytes)), 3);
    expect([...plain.data]).toEqual([1, 2, 3, 4]);
    expect(plain.shape).toEqual([2, 1, 2]);
    expect([...compressed.data]).toEqual([...plain.data]);
  });

  it.each([
    ['a wrong magic number', idx([4], [1, 2, 3, 4]), 3, 'magic number 2049, expected 2051'],
    ['a missing tail', idx([2, 2, 2], [1, 2, 3]), 3, '2×2×2 takes 24 bytes, the file has 19'],
    ['a surplus', idx([1], [1, 2]), 1, '1 takes 9 bytes, the file has 10'],
    ['half a magic number', Buffer.from([0, 0]), 1, 'magic number 0, expected 2049'],
    ['half a header', idx([4], []).subarray(0, 6), 1, '6 bytes, its header alone takes 8'],
  ])('refuses %s', (_, bytes, rank, message) => {
    expect(() => parseIdx(bytes, rank, 'labels.idx')).toThrow(DataError);
    expect(() => parseIdx(bytes, rank, 'labels.idx')).toThrow(message);
  });

  it('names a file that is missing or damaged', async () => {
    await expect(readIdx(join(directory, 'absent'), 1)).rejects.toThrow(/Cannot read .*absent/);
    const damaged = gzipSync(idx([4], [1, 2, 3, 4])).subarray(0, 20);
    await expect(readIdx(await file('damaged', damaged), 1)).rejects.toThrow(/damaged gzip/);
  });

  it('refuses labels that do not fit the images, and a file without images', async () => {
    const images = await file('images', idx([2, 1, 1], [5, 6]));
    const labels = await file('labels', idx([3], [0, 1, 2]));
    await expect(readIdxImages(images, labels)).rejects.toThrow('3 labels for the 2 images');
    const none = await file('none', idx([0, 1, 1], []));
    await expect(readIdxImages(none, labels)).rejects.toThrow('holds no image');
  });

  it('puts the normalised image inside a black border', async () => {
    const images = await file('images', idx([2, 1, 2], [0, 255, 51, 102]));
    const labels = await file('labels', idx([2], [7, 8]));
    const read = await readIdxImages(images, labels, {mean: 0.5, deviation: 0.5, border: 1});
    expect(read.imageShape).toEqual([1, 3, 4]);
    const {shape, data} = read.batch([1, 0]);
    expect(shape).toEqual([2, 1, 3, 4]);
    const expected = [
      -1, -1, -1, -1, -1, -0.6, -0.2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1,
    ];
    for (const [index, value] of expected.entries()) expect(data[index]).toBeCloseTo(value, 6);
    expect([read.label(0), read.label(1)]).toEqual([7, 8]);
  });

  it('refuses an index outside the set', async () => {
    const read = await readIdxImages(await file('images', idx([1, 1, 1], [9])), await file('labels', idx([1], [1])));
    expect(() => read.label(1)).toThrow(RangeError);
    expect(() => read.batch([-1])).toThrow(RangeError);
  });
});

describe('the committed sample images', () => {
  it('are 2,000 images of ten classes in the format of the networks', async () => {
    const images = await readIdxImages(`${SAMPLES}-images-idx3-ubyte.gz`, `${SAMPLES}-labels-idx1-ubyte.gz`);
    expect(images.count).toBe(2000);
    expect(images.imageShape).toEqual([1, 32, 32]);
    const labels = new Set(Array.from({length: 2000}, (_, index) => images.label(index)));
    expect([...labels].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const black = images.batch([0]).data[0];
    expect(black).toBeCloseTo(-FASHION_MNIST_FORMAT.mean / FASHION_MNIST_FORMAT.deviation, 6);
  });
});

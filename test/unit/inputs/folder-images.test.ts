import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import type {LabelledImages} from '../../../src/core/labelled-images.js';
import {readFolderImages, type FolderRequest} from '../../../src/inputs/folder-images.js';
import {writeImage, type Colour} from '../../support/image-folder.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 255, 0];
const BLUE: Colour = [0, 0, 255];
/** Pixels as they are, 0 to 1. */
const PLAIN = {mean: [0], deviation: [1]};
const REQUEST: FolderRequest = {imageShape: [3, 4, 4], classes: 3, limit: Infinity, format: PLAIN};

/** A folder of three classes in two colours each, and something that a file manager left. */
async function colours(): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, colour] of [
    ['ant', RED],
    ['bee', GREEN],
    ['cat', BLUE],
  ] as const) {
    for (const n of [1, 2]) await writeImage(path.join(folder, name, `${n}.png`), colour);
  }
  writeFileSync(path.join(folder, '.DS_Store'), '');
  writeFileSync(path.join(folder, 'ant', '.DS_Store'), '');
  writeFileSync(path.join(folder, 'README.txt'), 'beside the classes');
  return folder;
}

/** First pixel of every channel of an image. */
function corner(images: LabelledImages, index: number): readonly number[] {
  const {data, shape} = images.batch([index]);
  const area = (shape[2] ?? 0) * (shape[3] ?? 0);
  return Array.from({length: shape[1] ?? 0}, (_, channel) => Number(data[channel * area]));
}

describe('images in one folder for each class', () => {
  it('are numbered by the order of the names, and mixed', async () => {
    const images = await readFolderImages(await colours(), REQUEST);
    const labels = Array.from({length: images.count}, (_, index) => images.label(index));
    expect(labels.toSorted()).toEqual([0, 0, 1, 1, 2, 2]);
    expect(labels).not.toEqual(labels.toSorted());
    for (const [index, label] of labels.entries()) {
      expect(corner(images, index)).toEqual([RED, GREEN, BLUE][label]?.map((value) => value / 255));
    }
    expect(images.imageShape).toEqual([3, 4, 4]);
    expect(images.batch([1, 1, 0]).shape).toEqual([3, 3, 4, 4]);
    expect(() => images.label(6)).toThrow(RangeError);
    expect(() => images.batch([6])).toThrow(RangeError);
  });

  it('are the same ones every time, also when only some are read', async () => {
    const folder = await colours();
    const all = await readFolderImages(folder, REQUEST);
    const some = await readFolderImages(folder, {...REQUEST, limit: 4});
    expect(some.count).toBe(4);
    expect(some.batch([0, 1, 2, 3])).toEqual(all.batch([0, 1, 2, 3]));
  });

  it('are what their names say when those are numbers', async () => {
    const folder = temporaryFolder();
    for (const [name, colour] of [
      ['10', RED],
      ['2', GREEN],
    ] as const) {
      await writeImage(path.join(folder, name, 'a.jpg'), colour);
    }
    const images = await readFolderImages(folder, {...REQUEST, classes: 11});
    expect([images.label(0), images.label(1)].toSorted((a, b) => a - b)).toEqual([2, 10]);
    await expect(readFolderImages(folder, {...REQUEST, classes: 10})).rejects.toThrow(
      'has a class 10, the network tells 0 to 9 apart.',
    );
  });

  it("have ImageNet's mean and deviation unless others are given", async () => {
    const folder = temporaryFolder();
    await writeImage(path.join(folder, 'a', '1.png'), [255, 0, 51]);
    const at = async (format: FolderRequest['format'], imageShape = [3, 4, 4]) =>
      corner(await readFolderImages(folder, {...REQUEST, classes: 1, imageShape, format}), 0);
    const expected = [(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225];
    for (const [channel, value] of (await at({})).entries()) expect(value).toBeCloseTo(expected[channel] ?? NaN, 5);
    for (const [channel, value] of (await at({mean: [0.2], deviation: [1, 2, 4]})).entries()) {
      expect(value).toBeCloseTo([0.8, -0.1, 0][channel] ?? NaN, 5);
    }
    const [grey] = await at(PLAIN, [1, 4, 4]);
    expect(grey).toBeCloseTo(0.299 + 0.114 * 0.2, 2);
  });

  it('have their channels last for a network that takes them so', async () => {
    const folder = temporaryFolder();
    await writeImage(path.join(folder, 'a', '1.png'), RED);
    const images = await readFolderImages(folder, {...REQUEST, classes: 1, imageShape: [2, 2, 3]});
    expect(Array.from(images.batch([0]).data as Float32Array)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  it.each([
    ['stretch', [7, 7, 0, 0]],
    ['cover', [7, 7, 0, 0]],
    ['crop', [7, 7, 0, 0]],
  ] as const)('get the size of the network by %s', async (resize, row) => {
    const folder = temporaryFolder();
    await writeImage(path.join(folder, 'a', '1.png'), [255, 255, 255], [0, 0, 0]);
    const images = await readFolderImages(folder, {
      ...REQUEST,
      ...{classes: 1, imageShape: [1, 4, 4], format: {...PLAIN, resize}},
    });
    const {data} = images.batch([0]);
    expect(Array.from(data.subarray(0, 4) as Float32Array, (value) => Math.round(value) * 7)).toEqual(row);
  });

  it('lose their edges by crop, none by stretch', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'a'));
    const rim = Array.from({length: 28 * 28}, (_, at) => {
      const [x, y] = [at % 28, Math.floor(at / 28)];
      return Math.min(x, y, 27 - x, 27 - y) === 0 ? 255 : 0;
    });
    const {default: sharp} = await import('sharp');
    const raw = {width: 28, height: 28, channels: 1} as const;
    await sharp(Buffer.from(rim), {raw}).toFile(path.join(folder, 'a', '1.png'));
    const sum = async (resize: 'crop' | 'stretch') => {
      const request = {...REQUEST, classes: 1, imageShape: [1, 28, 28], format: {...PLAIN, resize}};
      const {data} = (await readFolderImages(folder, request)).batch([0]);
      return (data as Float32Array).reduce((total, value) => total + value, 0);
    };
    expect(await sum('stretch')).toBe(4 * 27);
    expect(await sum('crop')).toBe(0);
  });
});

describe('a folder of images that is refused', () => {
  /** What is said of `folder`, which is taken out of the message. */
  async function complaint(folder: string, request: Partial<FolderRequest> = {}): Promise<string> {
    const error: unknown = await readFolderImages(folder, {...REQUEST, ...request}).catch((reason: unknown) => reason);
    if (!(error instanceof DataError)) throw new Error(`not refused as data: ${String(error)}`);
    expect(error.message).not.toContain('\n');
    return error.message.replaceAll(folder, 'DIR');
  }

  it('has a file that is no image, or a damaged one', async () => {
    const folder = await colours();
    const bee = path.join(folder, 'bee', '3.jpg');
    writeFileSync(bee, 'not an image');
    expect(await complaint(folder)).toMatch(/^DIR\/bee\/3\.jpg is not an image that can be read: .*unsupported image/);
    writeFileSync(bee, '');
    expect(await complaint(folder)).toMatch(/^DIR\/bee\/3\.jpg is not an image that can be read: /);
    await writeImage(bee, RED, BLUE);
    const whole = readFileSync(bee);
    writeFileSync(bee, whole.subarray(0, whole.length - 80));
    expect(await complaint(folder)).toMatch(/^DIR\/bee\/3\.jpg is not an image that can be read: /);
  });

  it('has a class without images, or other classes than the network', async () => {
    const folder = await colours();
    expect(await complaint(folder, {classes: 10})).toBe('DIR has 3 folders of classes, the network tells 10 apart.');
    mkdirSync(path.join(folder, 'dog'));
    expect(await complaint(folder, {classes: 4})).toBe(
      'DIR/dog is empty: allowed is one image or more for each class.',
    );
  });

  it('is no folder, or has none', async () => {
    const folder = temporaryFolder();
    expect(await complaint(folder)).toBe('DIR has no folders: allowed is one folder of images for each class.');
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await complaint(file)).toBe(
      'Cannot read DIR as a folder of images by class: it is a file, which needs labels.',
    );
    expect(await complaint(path.join(folder, 'none'))).toContain('it does not exist.');
  });

  it('is for a network that does not take images, or with numbers that do not fit it', async () => {
    const folder = await colours();
    expect(await complaint(folder, {imageShape: [128]})).toBe(
      'DIR has images, the network takes 128: allowed are 1 or 3 channels.',
    );
    expect(await complaint(folder, {imageShape: [2, 8, 8]})).toContain('takes 2×8×8');
    expect(await complaint(folder, {format: {mean: [0, 1]}})).toBe(
      'DIR: got 2 numbers as mean, allowed are 1 or 3, as channels.',
    );
    expect(await complaint(folder, {format: {deviation: [0]}})).toBe('DIR: got std 0, allowed is more than 0.');
  });
});

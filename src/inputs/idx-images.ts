import {DataError} from '../core/errors.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {elementCount} from '../core/network/cost.js';
import {readIdx, type IdxArray} from './idx.js';

/** How pixels become the input of a network: `(pixel / 255 - mean) / deviation`, with a border of black around. */
export interface GreyImageFormat {
  readonly mean: number;
  readonly deviation: number;
  /** Pixels of black added on every side. */
  readonly border: number;
}

/** What the sample networks were trained with: 28×28 images of Fashion-MNIST inside 32×32. */
export const FASHION_MNIST_FORMAT: GreyImageFormat = {mean: 0.286, deviation: 0.353, border: 2};

/** Reads grey images and their labels from a pair of IDX files, compressed or not. */
export async function readIdxImages(
  imagesPath: string,
  labelsPath: string,
  format: GreyImageFormat = FASHION_MNIST_FORMAT,
): Promise<LabelledImages> {
  const images = await readIdx(imagesPath, 3);
  const labels = await readIdx(labelsPath, 1);
  const [imageCount = 0] = images.shape;
  const [labelCount = 0] = labels.shape;
  if (imageCount === 0) throw new DataError(`${imagesPath} holds no image.`);
  if (imageCount !== labelCount) {
    throw new DataError(`${labelsPath} has ${labelCount} labels for the ${imageCount} images of ${imagesPath}.`);
  }
  return new IdxImages(images, labels.data, format);
}

class IdxImages implements LabelledImages {
  readonly count: number;
  readonly imageShape: readonly number[];
  readonly #images: IdxArray;
  readonly #labels: Uint8Array;
  readonly #border: number;
  readonly #valueOfPixel: Float32Array;

  constructor(images: IdxArray, labels: Uint8Array, {mean, deviation, border}: GreyImageFormat) {
    const [count = 0, rows = 0, columns = 0] = images.shape;
    this.count = count;
    this.imageShape = [1, rows + 2 * border, columns + 2 * border];
    this.#images = images;
    this.#labels = labels;
    this.#border = border;
    this.#valueOfPixel = Float32Array.from({length: 256}, (_, pixel) => (pixel / 255 - mean) / deviation);
  }

  label(index: number): number {
    const label = this.#labels[index];
    if (label === undefined) throw new RangeError(`image ${index} is outside 0..${this.count - 1}`);
    return label;
  }

  batch(indices: readonly number[]): Tensor {
    const shape = [indices.length, ...this.imageShape];
    const data = new Float32Array(elementCount(shape));
    data.fill(this.#valueOfPixel[0] ?? 0);
    for (const [position, index] of indices.entries()) this.#copyImage(index, position, data);
    return {shape, data};
  }

  #copyImage(index: number, position: number, target: Float32Array): void {
    if (!(index in this.#labels)) throw new RangeError(`image ${index} is outside 0..${this.count - 1}`);
    const [, rows = 0, columns = 0] = this.#images.shape;
    const [, height = 0, width = 0] = this.imageShape;
    for (let row = 0; row < rows; row += 1) {
      const source = (index * rows + row) * columns;
      const start = (position * height + row + this.#border) * width + this.#border;
      for (let column = 0; column < columns; column += 1) {
        target[start + column] = this.#valueOfPixel[this.#images.data[source + column] ?? 0] ?? 0;
      }
    }
  }
}

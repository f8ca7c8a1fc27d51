import {DataError} from '../core/errors.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {elementCount} from '../core/network/cost.js';
import {readNpy, type NpyArray} from './npy.js';

/**
 * Reads inputs of a network and their labels from a pair of NumPy files: floats, one input per entry of the first axis and
 * already as the network takes them, and whole numbers. **Errors:** DataError.
 */
export async function readNpyImages(imagesPath: string, labelsPath: string): Promise<LabelledImages> {
  const images = await readNpy(imagesPath);
  const labels = await readNpy(labelsPath);
  const [imageCount = 0, ...imageShape] = images.shape;
  const [labelCount = 0, ...labelShape] = labels.shape;
  if (!images.type.startsWith('f')) {
    throw new DataError(`${imagesPath} holds ${images.type}, allowed is f4 or f8: inputs as the network takes them.`);
  }
  if (labels.type.startsWith('f') || labelShape.length > 0) {
    throw new DataError(
      `${labelsPath} is ${labels.shape.join('×')} of ${labels.type}, allowed is one whole number per input.`,
    );
  }
  if (imageCount === 0) throw new DataError(`${imagesPath} holds no input.`);
  if (imageCount !== labelCount) {
    throw new DataError(`${labelsPath} has ${labelCount} labels for the ${imageCount} inputs of ${imagesPath}.`);
  }
  return new NpyImages(images, imageShape, labels);
}

class NpyImages implements LabelledImages {
  readonly count: number;
  readonly #size: number;

  constructor(
    private readonly images: NpyArray,
    readonly imageShape: readonly number[],
    private readonly labels: NpyArray,
  ) {
    this.count = labels.data.length;
    this.#size = elementCount(imageShape);
  }

  label(index: number): number {
    const label = this.labels.data[index];
    if (label === undefined) throw new RangeError(`input ${index} is outside 0..${this.count - 1}`);
    return label;
  }

  batch(indices: readonly number[]): Tensor {
    const data = new Float32Array(indices.length * this.#size);
    for (const [place, index] of indices.entries()) {
      if (!(index in this.labels.data)) throw new RangeError(`input ${index} is outside 0..${this.count - 1}`);
      data.set(this.images.data.subarray(index * this.#size, (index + 1) * this.#size), place * this.#size);
    }
    return {shape: [indices.length, ...this.imageShape], data};
  }
}

import {largestPerRow} from '../core/answers.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {seededTensor} from '../core/seeded-tensor.js';

/**
 * Seeded inputs for a network that comes without data. Their labels are the original network's own answers, so what is
 * judged is agreement with it.
 */
export class GeneratedImages implements LabelledImages {
  readonly imageShape: readonly number[];
  readonly #inputs: readonly Tensor[];
  readonly #labels: readonly number[];

  private constructor(imageShape: readonly number[], inputs: readonly Tensor[], labels: readonly number[]) {
    this.imageShape = imageShape;
    this.#inputs = inputs;
    this.#labels = labels;
  }

  /**
   * Generates at least `count` inputs and asks the original network for their labels.
   *
   * @param answer - runs the original network on one batch.
   * @param imageShape - of one input, without the batch.
   */
  static async answeredBy(
    answer: (batch: Tensor) => Promise<Tensor>,
    imageShape: readonly number[],
    batch: number,
    count: number,
  ): Promise<GeneratedImages> {
    const batches = Math.ceil(count / batch);
    const inputs = Array.from({length: batches * batch}, (_, n) => seededTensor(imageShape, n + 1));
    const labels: number[] = [];
    for (let first = 0; first < inputs.length; first += batch) {
      const logits = await answer(stack(inputs.slice(first, first + batch), imageShape));
      labels.push(...largestPerRow(logits, batch));
    }
    return new GeneratedImages(imageShape, inputs, labels);
  }

  get count(): number {
    return this.#inputs.length;
  }

  label(index: number): number {
    const label = this.#labels[index];
    if (label === undefined) throw new RangeError(`input ${index} is outside 0..${this.count - 1}`);
    return label;
  }

  batch(indices: readonly number[]): Tensor {
    return stack(
      indices.flatMap((index) => this.#inputs[index] ?? []),
      this.imageShape,
    );
  }
}

function stack(inputs: readonly Tensor[], imageShape: readonly number[]): Tensor {
  const size = imageShape.reduce((product, length) => product * length, 1);
  const data = new Float32Array(inputs.length * size);
  for (const [n, input] of inputs.entries()) data.set(input.data as Float32Array, n * size);
  return {shape: [inputs.length, ...imageShape], data};
}

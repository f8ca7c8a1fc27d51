import {largestPerRow} from '../core/answers.js';
import type {Tensor, TensorData, TensorMap} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {activationOf, activationTensors, type Activation} from '../core/network/activation.js';
import {seededInputs, type NetworkInput} from '../core/network/network-input.js';

/** How many inputs are made up, and how many the network takes at once. */
export interface GeneratedCount {
  readonly count: number;
  readonly batch: number;
}

/**
 * Seeded inputs for a network that comes without data, of every input it has. Their labels are the original network's own
 * answers, so what is judged is agreement with it.
 */
export class GeneratedImages implements LabelledImages {
  readonly imageShape: readonly number[];
  readonly #inputs: readonly NetworkInput[];
  readonly #batch: number;
  readonly #samples: readonly TensorMap[];
  readonly #labels: number[] = [];

  private constructor(inputs: readonly NetworkInput[], {count, batch}: GeneratedCount) {
    const [first] = inputs;
    this.imageShape = first?.shape.slice(1) ?? [];
    this.#inputs = inputs;
    this.#batch = batch;
    const single = inputs.map((input) =>
      this.#isBatched(input) ? {...input, shape: [1, ...input.shape.slice(1)]} : input,
    );
    const names = inputs.map(({name}) => name);
    this.#samples = Array.from({length: count}, (_, n) => activationTensors(seededInputs(single, n + 1), names));
  }

  /**
   * Makes up at least `count` inputs and asks the original network for their labels.
   *
   * @param answer - runs the original network on one batch.
   */
  static async answeredBy(
    answer: (batch: Activation) => Promise<Tensor>,
    inputs: readonly NetworkInput[],
    {count, batch}: GeneratedCount,
  ): Promise<GeneratedImages> {
    const images = new GeneratedImages(inputs, {count: Math.ceil(count / batch) * batch, batch});
    for (let first = 0; first < images.count; first += batch) {
      const indices = Array.from({length: batch}, (_, n) => first + n);
      images.#labels.push(...largestPerRow(await answer(images.batch(indices)), batch));
    }
    return images;
  }

  get count(): number {
    return this.#samples.length;
  }

  label(index: number): number {
    const label = this.#labels[index];
    if (label === undefined) throw new RangeError(`input ${index} is outside 0..${this.count - 1}`);
    return label;
  }

  batch(indices: readonly number[]): Activation {
    const samples = indices.map((index) => this.#sample(index));
    const [shared = {}] = this.#samples;
    const tensors = this.#inputs.map((input) => {
      const {name} = input;
      const own = samples.flatMap((sample) => sample[name] ?? []);
      return [name, this.#isBatched(input) ? stack(own) : shared[name]] as const;
    });
    return activationOf(
      this.#inputs.map(({name}) => name),
      Object.fromEntries(tensors.flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, tensor] as const]))),
    );
  }

  /** An input that does not come once per image, such as a table of positions, is the same for all of them. */
  #isBatched({shape}: NetworkInput): boolean {
    return shape[0] === this.#batch;
  }

  #sample(index: number): TensorMap {
    const sample = this.#samples[index];
    if (sample === undefined) throw new RangeError(`input ${index} is outside 0..${this.count - 1}`);
    return sample;
  }
}

/** Puts tensors of one row each under one another. */
function stack(rows: readonly Tensor[]): Tensor | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const data = emptyLike(first.data, rows.length * first.data.length);
  for (const [n, row] of rows.entries()) {
    // Rows of one input are of one type, which a union of arrays cannot show.
    (data as Float32Array).set(row.data as Float32Array, n * first.data.length);
  }
  return {...first, shape: [rows.length, ...first.shape.slice(1)], data};
}

function emptyLike(data: TensorData, length: number): TensorData {
  return new (data.constructor as new (length: number) => TensorData)(length);
}

import {amongTopFive, largestPerRow} from '../core/answers.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import type {AccuracyMetric} from '../core/network/accuracy.js';
import type {Activation} from '../core/network/activation.js';

/** One input of a network, with the images it holds. */
export interface ImageBatch {
  readonly input: Activation;
  /** Indices of its images; the input may hold more to fill the batch. */
  readonly indices: readonly number[];
}

/** Images in groups of the network's batch, made one at a time; the last group is filled up with its last image. */
export function* imageBatches(
  images: LabelledImages,
  indices: readonly number[],
  batch: number,
): Generator<ImageBatch, void> {
  for (let start = 0; start < indices.length; start += batch) {
    const own = indices.slice(start, start + batch);
    const filling = Array.from({length: batch - own.length}, () => own.at(-1) ?? 0);
    yield {input: images.batch([...own, ...filling]), indices: own};
  }
}

/** What is right about one output of a network for a batch, image by image. */
export interface Judged {
  readonly right: readonly boolean[];
  /** Whether the right answer is among the five largest; absent where there are no more than five. */
  readonly amongFive?: readonly boolean[];
}

/** Judges an output of the network for one batch. */
export type Judge = (output: Tensor) => Judged;

/** Judges against the labels, or against what the original network answered. */
export function judgeOf(
  metric: AccuracyMetric,
  {indices}: ImageBatch,
  images: LabelledImages,
  originalOutput: Tensor,
): Judge {
  const answersOf = (output: Tensor) => largestPerRow(output, output.shape[0] ?? 0);
  const expected =
    metric === 'agreement'
      ? answersOf(originalOutput).slice(0, indices.length)
      : indices.map((index) => images.label(index));
  return (output) => {
    const classes = answersOf(output);
    const right = expected.map((label, image) => classes[image] === label);
    const amongFive = amongTopFive(output, expected);
    return amongFive === undefined ? {right} : {right, amongFive};
  };
}

import {existsSync} from 'node:fs';

import type {Tensor} from '../../src/core/inference.js';
import type {LabelledImages} from '../../src/core/labelled-images.js';
import {readIdxImages} from '../../src/inputs/idx-images.js';

/** Top-1 of the sample networks on all 10,000 test images, measured when they were made. */
export const SAMPLE_ACCURACIES = {alexnet: 0.9233, vgg19: 0.9402, googlenet: 0.9507, resnet50: 0.9453} as const;

export type SampleName = keyof typeof SAMPLE_ACCURACIES;
export const SAMPLE_NAMES = ['alexnet', 'vgg19', 'googlenet', 'resnet50'] as const satisfies readonly SampleName[];

/** Material beside the repository that only some machines have. */
export const SHARED_MODELS = '../shared/models';
export const hasSharedModels = existsSync(SHARED_MODELS);
if (!hasSharedModels) console.warn(`${SHARED_MODELS} is absent: tests on all 10,000 images are skipped.`);

export const samplePath = (name: SampleName): string => `models/${name}-fmnist.onnx`;

export function readSampleImages(): Promise<LabelledImages> {
  return readPair('models/fashion-mnist/t10k-2000');
}

export function readAllImages(): Promise<LabelledImages> {
  return readPair(`${SHARED_MODELS}/fashion-mnist/t10k`);
}

/** Class with the highest score for each image of a batch. */
export function answers({shape, data}: Tensor): number[] {
  const [count = 0, classes = 0] = shape;
  return Array.from({length: count}, (_, image) => {
    const scores = Array.from(data.subarray(image * classes, (image + 1) * classes), Number);
    return scores.indexOf(Math.max(...scores));
  });
}

/** Indices 0..count-1 in groups of `batch`; `count` must be a multiple of it. */
export function batches(count: number, batch: number): number[][] {
  return Array.from({length: count / batch}, (_group, group) =>
    Array.from({length: batch}, (_image, index) => group * batch + index),
  );
}

function readPair(prefix: string): Promise<LabelledImages> {
  return readIdxImages(`${prefix}-images-idx3-ubyte.gz`, `${prefix}-labels-idx1-ubyte.gz`);
}

import {Flags} from '@oclif/core';
import type {CohortInput} from '../core/cohort.js';
import {UsageError} from '../core/errors.js';
import {RESIZES, type Resize} from '../core/image-format.js';
import {factorsFlag} from './list-flags.js';

/** How images out of a folder are made into what a network takes. */
export const imageFlags = {
  resize: Flags.option({
    options: RESIZES,
    description:
      "How images of a folder get the network's size. crop: the shorter side becomes 8/7 of it, the middle is taken. cover: as much of the middle as there is. stretch: all of it. Default: crop.",
  })(),
  mean: factorsFlag({
    description:
      "What is taken off the pixels (0 to 1) of a folder's images, one number or one per channel. Default: ImageNet's 0.485,0.456,0.406, or 0.449 for grey.",
  }),
  std: factorsFlag({
    description: "What they are then divided by. Default: ImageNet's 0.229,0.224,0.225, or 0.226 for grey.",
  }),
};

/** Values of {@link imageFlags}. */
export interface ImageFlagValues {
  readonly resize?: Resize | undefined;
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}

/**
 * Where labelled images are: in a file, whose labels are in another one, or in a folder; undefined when neither was named.
 *
 * **Errors:** UsageError for flags of a folder without one.
 */
export function imageInput(
  images: string | undefined,
  labels: string | undefined,
  {resize, mean, std}: ImageFlagValues,
): CohortInput | undefined {
  if (images !== undefined && labels === undefined) {
    return {kind: 'folder', folder: images, format: {resize, mean, deviation: std}};
  }
  const [unused] = Object.entries({resize, mean, std}).find(([, value]) => value !== undefined) ?? [];
  if (unused !== undefined) throw new UsageError(`--${unused} is for a folder of images, and none was named`);
  return images === undefined || labels === undefined ? undefined : {kind: 'images', images, labels};
}

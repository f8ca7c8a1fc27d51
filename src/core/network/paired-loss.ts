import type {MeasuredLoss} from './accuracy.js';

/** Two-sided 95 % quantile of the normal distribution. */
const Z_95 = 1.959964;

/** Outcomes of two networks on the same images. */
export interface PairedOutcomes {
  readonly images: number;
  /** Images that only the original answers right. */
  readonly lost: number;
  /** Images that only the approximation answers right. */
  readonly gained: number;
}

/** Outcomes of no images at all: the start of a sum. */
export const NO_OUTCOMES: PairedOutcomes = {images: 0, lost: 0, gained: 0};

/** Outcomes of two sets of images together. */
export function addOutcomes(a: PairedOutcomes, b: PairedOutcomes): PairedOutcomes {
  return {images: a.images + b.images, lost: a.lost + b.lost, gained: a.gained + b.gained};
}

/** Counts on which images two networks differ; both say of every image whether the answer was right. */
export function pairOutcomes(original: readonly boolean[], approximation: readonly boolean[]): PairedOutcomes {
  const lost = original.filter((right, image) => right && approximation[image] === false).length;
  const gained = original.filter((right, image) => !right && approximation[image] === true).length;
  return {images: original.length, lost, gained};
}

/**
 * Loss of accuracy with its 95 % interval. The images are the same for both, so only those count on which they differ.
 *
 * **Source:** Agresti and Min 2005, "Simple improved confidence intervals for comparing matched proportions": half an
 * image is added to each of the four outcomes, so that no difference in few images does not pass for certainty.
 */
export function pairedLoss({images, lost, gained}: PairedOutcomes): MeasuredLoss {
  if (images === 0) throw new RangeError('a loss needs at least one image');
  const [b, c, n] = [lost + 0.5, gained + 0.5, images + 2];
  const variance = (b + c - (b - c) ** 2 / n) / n ** 2;
  return {loss: (lost - gained) / images, lossHalfWidth: Z_95 * Math.sqrt(variance), images};
}

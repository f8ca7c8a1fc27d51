/** What a network loses when its layers are approximated, and how well that is known. */

/**
 * What counts as right: the label of an image (top-1), or the original network's own answer where there are no labels.
 */
export const ACCURACY_METRICS = ['top-1', 'agreement'] as const;

/** One of {@link ACCURACY_METRICS}. */
export type AccuracyMetric = (typeof ACCURACY_METRICS)[number];

/** A loss of accuracy, as a share of the images: 0.01 is one point. Negative where the approximation did better. */
export interface MeasuredLoss {
  readonly loss: number;
  /** Half-width of the 95 % interval of `loss`. */
  readonly lossHalfWidth: number;
  /** Images it was measured on. */
  readonly images: number;
}

/** Loss of one variant of one layer, every other layer being the original. */
export interface VariantAccuracy extends MeasuredLoss {
  readonly layer: number;
  readonly variant: number;
  /**
   * Share of the images that only the original answers right. Images gained do not make up for them, which tells
   * variants apart whose loss is too small to be measured, and warns of losses that will not add up.
   */
  readonly lostShare: number;
}

/** One variant choice for every layer of a network, measured as a whole. */
export interface ApproximationConfiguration {
  /** Variant of each layer, by ordinal. */
  readonly variants: readonly number[];
  /** Time of the whole network as predicted by the caller, in µs. */
  readonly latencyUs: number;
  /** Sum of the losses of its variants, each measured by itself. */
  readonly predictedLoss: number;
  /** Never negative: a measured gain counts as no loss. */
  readonly measuredLoss: number;
  /** Half-width of the 95 % interval of `measuredLoss`. */
  readonly lossHalfWidth: number;
  /** Images it was measured on; none of them served to choose it. */
  readonly images: number;
  /** The same where the right answer need only be among the five largest; absent where there are no more than five. */
  readonly topFive?: MeasuredLoss;
}

/** All that is known of a network's accuracy. */
export interface NetworkAccuracy {
  readonly metric: AccuracyMetric;
  /** Share of the images of the variants' measurement that the original network answers right; 1 for agreement. */
  readonly baseline: number;
  /** The same where the right answer need only be among the five largest; absent where there are no more than five. */
  readonly topFiveBaseline?: number;
  /** One entry for every variant but the originals, by layer and then by variant. */
  readonly variants: readonly VariantAccuracy[];
  /** The original first, fastest last; each is faster than the one before it, and no other loses less and is as fast. */
  readonly configurations: readonly ApproximationConfiguration[];
}

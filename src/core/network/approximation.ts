/** What low-rank variants cost in accuracy, one layer at a time and together. */

import type {RowKey} from '../profile.js';
import type {AccuracyMetric} from './accuracy.js';

/** Accuracy that one variant loses when every other layer stays original. */
export interface VariantLoss {
  readonly variant: RowKey;
  readonly kind: AccuracyMetric;
  /** Share of images, 0..1, by which accuracy falls; negative when the variant happens to do better. */
  readonly loss: number;
  /** Half-width of the loss's 95 % interval, in the same unit. */
  readonly lossHalfWidth: number;
  /** Images the loss was measured on. */
  readonly images: number;
}

/** One variant choice for every layer of a network, with the accuracy it loses. */
export interface Approximation {
  /** Position of the network in the sweep. */
  readonly network: number;
  /** Ordinal of the variant of each layer, in the order of layers. */
  readonly variants: readonly number[];
  readonly kind: AccuracyMetric;
  /** Put together from losses of single layers; share of images, 0..1. */
  readonly predictedLoss: number;
  /** Measured on the whole network; null until it was. */
  readonly measured: Pick<VariantLoss, 'loss' | 'lossHalfWidth' | 'images'> | null;
}

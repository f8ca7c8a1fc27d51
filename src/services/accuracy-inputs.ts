import type {LabelledImages} from '../core/labelled-images.js';
import type {AccuracyMetric} from '../core/network/accuracy.js';
import type {LayerChain} from '../core/network/chain.js';

/** What every measurement of accuracy needs. */
export interface AccuracyInputs {
  /** The network with its variants loaded; its batch is how many images are run at once. */
  readonly chain: LayerChain;
  readonly images: LabelledImages;
  readonly metric: AccuracyMetric;
  readonly signal: AbortSignal;
}

/** What an interruption costs. */
export const LOST_WORK = 'The accuracy of this network was not measured to the end and will be measured again.';

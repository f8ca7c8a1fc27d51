import type {Activation} from './network/activation.js';

/** Images with known classes, in the form in which a network takes them. */
export interface LabelledImages {
  readonly count: number;
  /** **Shape:** of one image as the network sees it, without the batch: `[1, 32, 32]`. */
  readonly imageShape: readonly number[];
  /** Class of one image. **Errors:** RangeError outside 0..count-1. */
  label(index: number): number;
  /**
   * Images as one input of the network, in the order asked for; an index may be given twice.
   *
   * **Shape:** `[indices.length, ...imageShape]`; what a network takes beside its first input is beside it. **Errors:** RangeError outside 0..count-1.
   */
  batch(indices: readonly number[]): Activation;
}

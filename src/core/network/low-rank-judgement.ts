import type {AccuracyMetric, MeasuredLoss} from './accuracy.js';
import type {OperatorReduction} from './reduction.js';

/** Share of its layer's time that a variant has to save to be worth its loss. */
export const MIN_SAVED_TIME = 0.05;

/** What became of a variant. */
export type VariantOutcome =
  /** Its loss with every other layer original. */
  | ({readonly state: 'kept'} & MeasuredLoss)
  /** Not measured further; the reason is for people. */
  | {readonly state: 'dropped'; readonly reason: string};

/** A variant of a layer as it was measured on this machine. */
export interface JudgedVariant {
  readonly ordinal: number;
  readonly rankFraction: number;
  readonly flops: number;
  /** Median over interleaved runs. */
  readonly latencyUs: number;
  readonly operators: readonly OperatorReduction[];
  readonly outcome: VariantOutcome;
}

/** A layer with all its variants but the original. */
export interface JudgedLayer {
  readonly ordinal: number;
  readonly name: string;
  /** FLOPs and time of the original. */
  readonly flops: number;
  readonly latencyUs: number;
  readonly variants: readonly JudgedVariant[];
}

/** Time of a whole network, and that of the original over it. */
export interface WholeTime {
  readonly latencyUs: number;
  readonly speedUp: number;
}

/** One variant choice for every layer, run as a whole. */
export interface FrontierEntry extends MeasuredLoss, WholeTime {
  readonly variants: readonly number[];
  /** With the network cut into layers that hand their outputs on; the rest is of the network as one model. */
  readonly inLayers: WholeTime;
  /** Sum of the losses of its variants, each measured by itself. */
  readonly predictedLoss: number;
  /** Loss where the right answer need only be among the five largest; absent where there are no more than five. */
  readonly topFive?: MeasuredLoss;
}

/** What variants of a network are worth on this machine. */
export interface LowRankJudgement {
  readonly metric: AccuracyMetric;
  /** Share of the selection images that the original network answers right. */
  readonly baseline: number;
  /** The same where the right answer need only be among the five largest; absent where there are no more than five. */
  readonly topFiveBaseline?: number;
  readonly layers: readonly JudgedLayer[];
  /** The original first, fastest last; each entry is faster and loses more than the one before it. */
  readonly frontier: readonly FrontierEntry[];
}

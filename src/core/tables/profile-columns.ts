import type {TransitionTimes} from '../board/transition.js';
import type {Network} from '../network/network.js';

/** A profile as the table builder reads it: one column per layer, indexed by configuration. */
export interface ProfileColumns {
  readonly networks: readonly NetworkColumns[];
  /** Power with nothing running, mW, by configuration. */
  readonly idlePowerMw: Float32Array;
  readonly transitionTimesUs: TransitionTimes;
}

/** Measurements of one network's original layers. */
export interface NetworkColumns {
  readonly network: Network;
  readonly layers: readonly LayerColumns[];
  /** Measured approximation configurations, the original first. */
  readonly approximations: readonly MeasuredApproximation[];
}

/** An approximation configuration with its measured loss. */
export interface MeasuredApproximation {
  /** Variant of each layer. */
  readonly variants: readonly number[];
  /** Measured loss, as a fraction of answers. */
  readonly loss: number;
}

/** Each array is indexed by configuration. */
export interface LayerColumns {
  readonly latencyUs: Float32Array;
  readonly latencyP99Us: Float32Array;
  readonly powerMw: Float32Array;
  /** Latency of each variant, the original first; NaN where it was not measured. */
  readonly variantLatencyUs: readonly Float32Array[];
  /** What each variant loses by itself, as a fraction of answers; 0 for the original. */
  readonly variantLosses: readonly number[];
}

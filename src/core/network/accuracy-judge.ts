import type {NetworkAccuracy} from './accuracy.js';

/** What a judgement needs to know, and whom it tells. */
export interface JudgeRequest {
  /** Predicted time of one variant of one layer, µs. */
  readonly latencyUs: (layer: number, variant: number) => number;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Measures, by real inference, what the variants of networks cost in accuracy. */
export interface AccuracyJudge {
  /**
   * @param network - position in the sweep.
   *
   * **Errors:** InterruptedError when the signal is aborted.
   */
  judge(network: number, request: JudgeRequest): Promise<NetworkAccuracy>;
}

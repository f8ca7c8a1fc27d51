/** What is kept back so that noise does not become a missed deadline. */
export interface Margin {
  /** Factor on the time of all work: jitter of whole jobs. */
  readonly workFactor: number;
  /**
   * How many of a layer's latency tails (99th percentile less median) a rare interference is taken to cost. One of them, on
   * any layer, is kept in reserve as far as the layers behind it cannot make up for it. A run begins with so many; see
   * `Reserves`.
   */
  readonly tails: number;
}

/** Chosen on tuning worlds; see docs/scheduling.md. */
export const DEFAULT_MARGIN: Margin = {workFactor: 1.005, tails: 9};

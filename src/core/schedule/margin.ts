/** What is kept back so that noise does not become a missed deadline. */
export interface Margin {
  /** Factor on the time of all work: jitter of whole jobs. */
  readonly workFactor: number;
  /**
   * How many latency tails (99th percentile less median) of the worst layer still to run are kept in reserve: a rare
   * interference costs several of them, and the sooner the worst layer is past, the less is kept.
   */
  readonly tails: number;
}

/** Chosen on tuning worlds; see docs/scheduling.md. */
export const DEFAULT_MARGIN: Margin = {workFactor: 1.01, tails: 8};

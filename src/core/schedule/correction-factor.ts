/** Weight of one observation; some tens of layers make up the memory. */
const WEIGHT = 0.04;
/** One interference must not look like a slow network. */
const OBSERVATION_BOUNDS = [0.5, 1.6] as const;
const BOUNDS = [0.8, 2] as const;

/** κ of one instance: filtered ratio of measured to tabled latency. It absorbs heat, table error and contention. */
export class CorrectionFactor {
  value = 1;

  /** Takes one finished layer into account. */
  observe(measuredUs: number, tabledUs: number): void {
    const ratio = clamp(measuredUs / tabledUs, OBSERVATION_BOUNDS);
    this.value = clamp(this.value + WEIGHT * (ratio - this.value), BOUNDS);
  }
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

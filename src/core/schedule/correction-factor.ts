/** Weight of one observation; some tens of layers make up the memory. */
const WEIGHT = 0.04;

/** Between what κ and each observation of it are held. */
export interface CorrectionBounds {
  readonly observation: readonly [low: number, high: number];
  readonly value: readonly [low: number, high: number];
}

/** Layers that have the board to themselves: one interference must not look like a slow network. */
export const ALONE: CorrectionBounds = {observation: [0.5, 1.6], value: [0.8, 2]};
/** Layers that share the board: with n of them at once each takes some n times as long. */
export const CONTENDED: CorrectionBounds = {observation: [0.5, 16], value: [0.8, 16]};

/** κ of one instance: filtered ratio of measured to tabled latency. It absorbs heat, table error and contention. */
export class CorrectionFactor {
  value = 1;

  constructor(private readonly bounds: CorrectionBounds = ALONE) {}

  /** Takes one finished layer into account. */
  observe(measuredUs: number, tabledUs: number): void {
    const ratio = clamp(measuredUs / tabledUs, this.bounds.observation);
    this.value = clamp(this.value + WEIGHT * (ratio - this.value), this.bounds.value);
  }
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

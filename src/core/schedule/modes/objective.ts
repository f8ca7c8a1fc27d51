import type {Candidate} from '../candidate.js';

/**
 * How a mode chooses among candidates that meet equally many deadlines. One file per mode.
 *
 * @param candidates - judged; only the first `count` are valid and only those marked eligible may be chosen.
 * @returns position of the chosen one.
 */
export type Objective = (candidates: readonly Candidate[], eligible: Uint8Array, count: number) => number;

/** Differences below this are rounding. */
const ENERGY_TOLERANCE_UJ = 1e-3;
const LOSS_TOLERANCE = 1e-9;

/** Position of the eligible candidate that comes first by `order`; the lower key wins a tie. */
export function firstBy(
  candidates: readonly Candidate[],
  eligible: Uint8Array,
  count: number,
  order: (a: Candidate, b: Candidate) => number,
): number {
  let best = -1;
  for (let index = 0; index < count; index += 1) {
    const candidate = candidates[index];
    const leader = candidates[best];
    if (eligible[index] !== 1 || candidate === undefined) continue;
    const difference = leader === undefined ? -1 : order(candidate, leader);
    if (difference < 0 || (difference === 0 && leader !== undefined && candidate.key < leader.key)) best = index;
  }
  return best;
}

/** Order by predicted energy; 0 where two differ by rounding only. */
export function compareEnergy(a: Candidate, b: Candidate): number {
  const difference = a.energyUj - b.energyUj;
  return Math.abs(difference) <= ENERGY_TOLERANCE_UJ ? 0 : difference;
}

/** Order by predicted loss; 0 where two differ by rounding only. */
export function compareLoss(a: Candidate, b: Candidate): number {
  const difference = a.loss - b.loss;
  return Math.abs(difference) <= LOSS_TOLERANCE ? 0 : difference;
}

import {timeLeftUs, timeNeededUs, type DecisionContext} from './decision-context.js';

/** SpeedUps that variants could give, for which slower configurations are considered too. */
const LADDER = [1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3] as const;

/** Most keys that {@link candidateKeys} yields for a number of checkpoints. */
export function mostCandidates(checkpoints: number): number {
  return checkpoints + LADDER.length;
}

/**
 * Δ calculator: the keys worth judging for the layer about to run.
 *
 * One for every checkpoint, the least urgent that meets it (δ(S_d)); and for the binding demand divided by each rung of
 * a ladder of SpeedUps that variants could give (δ(S/x)), so that a cohort of one has a choice too.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4.2, Δ calculator; the ladder is DESIGN.md §8.2.
 *
 * @param keys - filled with distinct keys.
 * @param withLadder - whether variants exist at all.
 * @returns how many.
 */
export function candidateKeys(context: DecisionContext, keys: Int32Array, withLadder: boolean): number {
  let count = 0;
  let binding = 0;
  for (let checkpoint = 0; checkpoint < context.demand.count; checkpoint += 1) {
    const key = leastUrgentKey(context, checkpoint, 1);
    if (key > binding) binding = key;
    count = addDistinct(keys, count, key);
  }
  if (!withLadder) return count;
  for (const speedUp of LADDER) {
    let key = 0;
    for (let checkpoint = 0; checkpoint < context.demand.count && key < binding; checkpoint += 1) {
      key = Math.max(key, leastUrgentKey(context, checkpoint, speedUp));
    }
    count = addDistinct(keys, count, key);
    if (key === 0) break;
  }
  return count;
}

/**
 * The least urgent key, from `from` on, whose plans, sped up by `speedUp`, meet a checkpoint; the most urgent one where none
 * does.
 */
export function leastUrgentKey(context: DecisionContext, checkpoint: number, speedUp: number, from = 0): number {
  const leftUs = timeLeftUs(context, checkpoint) * speedUp;
  let low = from;
  let high = context.plans.keys.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeNeededUs(context, checkpoint, middle, context.noGains) <= leftUs) high = middle;
    else low = middle + 1;
  }
  return low;
}

function addDistinct(keys: Int32Array, count: number, key: number): number {
  for (let index = 0; index < count; index += 1) if (keys[index] === key) return count;
  keys[count] = key;
  return count + 1;
}

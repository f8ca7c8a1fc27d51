import type {PlanCosts} from './plan-costs.js';
import type {NetworkPlans} from './tables.js';
import {allocatePlans, finishPlans} from './plan-arrays.js';

/** How many buckets of SpeedUp a table holds. */
const BUCKET_COUNT = 64;
/** Lowest SpeedUp that is told apart. */
const LOWEST_SPEED_UP = 0.02;

/** Upper ends of the geometric buckets of SpeedUp; the last one is the reference, 1. */
export function speedUpBuckets(): Float64Array {
  // From the top, so that rounding does not put the last bucket just above 1, where the reference would not reach it.
  return Float64Array.from({length: BUCKET_COUNT}, (_, key) => LOWEST_SPEED_UP ** (1 - key / (BUCKET_COUNT - 1)));
}

/**
 * Fills plans the paper's way: each layer by itself gets the configuration with the least PowerUp/SpeedUp, that is, the
 * least energy, among those whose SpeedUp reaches the key; the fastest one where none does. Transitions are ignored.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4: PowerUp/SpeedUp tables.
 *
 * @param referenceUs - latency of each layer at the reference configuration.
 */
export function layerPlans(costs: PlanCosts, buckets: Float64Array, referenceUs: Float64Array): NetworkPlans {
  const plans = allocatePlans(costs, buckets.length);
  const {layerCount, candidateCount: n} = costs;
  for (const [key, speedUp] of buckets.entries()) {
    const base = key * (layerCount + 1) * n;
    for (let layer = layerCount - 1; layer >= 0; layer -= 1) {
      const chosen = cheapestAtSpeedUp(costs, layer, (referenceUs[layer] ?? 0) / speedUp);
      const onward = base + (layer + 1) * n + chosen;
      const timeUs = (costs.latencyUs[layer * n + chosen] ?? 0) + (plans.timeToGoUs[onward] ?? 0);
      const energyUj = (costs.energyUj[layer * n + chosen] ?? 0) + (plans.energyToGoUj[onward] ?? 0);
      const start = base + layer * n;
      plans.next.fill(chosen, start, start + n);
      plans.timeToGoUs.fill(timeUs, start, start + n);
      plans.energyToGoUj.fill(energyUj, start, start + n);
    }
  }
  return finishPlans(plans, buckets.length);
}

function cheapestAtSpeedUp(costs: PlanCosts, layer: number, budgetUs: number): number {
  const {candidateCount: n, latencyUs, energyUj} = costs;
  let cheapest = -1;
  let fastest = 0;
  for (let c = 0; c < n; c += 1) {
    const at = layer * n + c;
    if ((latencyUs[at] ?? Infinity) < (latencyUs[layer * n + fastest] ?? Infinity)) fastest = c;
    if ((latencyUs[at] ?? Infinity) > budgetUs) continue;
    if (cheapest < 0 || (energyUj[at] ?? Infinity) < (energyUj[layer * n + cheapest] ?? Infinity)) cheapest = c;
  }
  return cheapest < 0 ? fastest : cheapest;
}

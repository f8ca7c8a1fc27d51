import type {PlanCosts} from './plan-costs.js';
import type {NetworkPlans} from './tables.js';
import {allocatePlans, finishPlans} from './plan-arrays.js';
import {NEARLY_AS_FAST} from './urgent.js';

/**
 * Fills plans by dynamic programming from the last layer backwards, transitions included.
 *
 * For a price of time λ: V(l, c) = min over c' of switch(c, c') + layer l at c' + V(l+1, c'), each with energy + λ·time.
 * The end of a job costs the way back to rest. λ in mW times µs is nJ, hence the factor of 1000. The last price is for when time is
 * short.
 *
 * **Source:** DESIGN.md §7 (`horizon`); Bellman's recursion on the chain of layers.
 */
export function horizonPlans(costs: PlanCosts, pricesMw: Float64Array): NetworkPlans {
  const plans = allocatePlans(costs, pricesMw.length);
  const {layerCount, candidateCount} = costs;
  const cost = new Float64Array((layerCount + 1) * candidateCount);
  for (const [key, priceMw] of pricesMw.entries()) {
    const expectedUs = key === pricesMw.length - 1 ? urgentLatencyUs(costs) : costs.latencyUs;
    const step = {base: key * (layerCount + 1) * candidateCount, priceUj: priceMw / 1000, expectedUs};
    writeEnd(plans, costs, step.base, cost);
    for (let layer = layerCount - 1; layer >= 0; layer -= 1) planLayer(plans, costs, {...step, layer}, cost);
  }
  return finishPlans(plans, pricesMw.length);
}

interface Step {
  readonly base: number;
  readonly layer: number;
  readonly priceUj: number;
  /** Latencies to choose by, in the shape of those of the costs. */
  readonly expectedUs: Float32Array;
}

/**
 * Latencies for when time is short. There, candidates differ by less than the noise of a single layer's measurement: those that
 * are nearly as fast as any are told apart by all layers together.
 */
function urgentLatencyUs({latencyUs, relativeTime, candidateCount}: PlanCosts): Float32Array {
  const fastest = relativeTime.indexOf(1);
  return latencyUs.map((us, at) => {
    const candidate = at % candidateCount;
    const relative = relativeTime[candidate] ?? Infinity;
    return relative > NEARLY_AS_FAST ? us : relative * (latencyUs[at - candidate + fastest] ?? us);
  });
}

function writeEnd(plans: NetworkPlans, costs: PlanCosts, base: number, cost: Float64Array): void {
  const {layerCount, candidateCount, switchUj, rest} = costs;
  for (let c = 0; c < candidateCount; c += 1) {
    const energyUj = switchUj[c * candidateCount + rest] ?? 0;
    plans.energyToGoUj[base + layerCount * candidateCount + c] = energyUj;
    plans.next[base + layerCount * candidateCount + c] = rest;
    cost[layerCount * candidateCount + c] = energyUj;
  }
}

function planLayer(
  plans: NetworkPlans,
  costs: PlanCosts,
  {base, layer, priceUj, expectedUs}: Step,
  cost: Float64Array,
): void {
  const {candidateCount: n, latencyUs, energyUj, switchUs, switchUj} = costs;
  const from = layer * n;
  const onward = from + n;
  for (let c = 0; c < n; c += 1) {
    let least = Infinity;
    let chosen = c;
    for (let to = 0; to < n; to += 1) {
      const s = c * n + to;
      const timeUs = (switchUs[s] ?? 0) + (expectedUs[from + to] ?? 0);
      const value = (switchUj[s] ?? 0) + (energyUj[from + to] ?? 0) + priceUj * timeUs + (cost[onward + to] ?? 0);
      if (value < least) {
        least = value;
        chosen = to;
      }
    }
    const s = c * n + chosen;
    cost[from + c] = least;
    plans.next[base + from + c] = chosen;
    plans.timeToGoUs[base + from + c] =
      (switchUs[s] ?? 0) + (latencyUs[from + chosen] ?? 0) + (plans.timeToGoUs[base + onward + chosen] ?? 0);
    plans.energyToGoUj[base + from + c] =
      (switchUj[s] ?? 0) + (energyUj[from + chosen] ?? 0) + (plans.energyToGoUj[base + onward + chosen] ?? 0);
  }
}

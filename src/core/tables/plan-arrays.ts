import type {PlanCosts} from './plan-costs.js';
import {planOffset, type NetworkPlans} from './tables.js';

/** Empty plans of the right shape. */
export function allocatePlans(costs: PlanCosts, keyCount: number): NetworkPlans {
  const {layerCount, candidateCount, latencyUs, energyUj} = costs;
  const length = keyCount * (layerCount + 1) * candidateCount;
  return {
    layerCount,
    candidateCount,
    next: new Uint16Array(length),
    timeToGoUs: new Float32Array(length),
    energyToGoUj: new Float32Array(length),
    latencyUs,
    energyUj,
    jobTimeUs: new Float64Array(keyCount),
    jobEnergyUj: new Float64Array(keyCount),
  };
}

/** Adds what a whole job costs when it follows another of its kind. */
export function finishPlans(plans: NetworkPlans, keyCount: number): NetworkPlans {
  for (let key = 0; key < keyCount; key += 1) {
    const start = nextJobOffset(plans, key);
    plans.jobTimeUs[key] = plans.timeToGoUs[start] ?? 0;
    plans.jobEnergyUj[key] = plans.energyToGoUj[start] ?? 0;
  }
  return plans;
}

/** Position of a whole job's plan when it follows another of its kind: it starts where its own plan ends. */
export function nextJobOffset(plans: NetworkPlans, key: number): number {
  let candidate = 0;
  for (let layer = 0; layer < plans.layerCount; layer += 1) {
    candidate = plans.next[planOffset(plans, key, layer, candidate)] ?? 0;
  }
  return planOffset(plans, key, 0, candidate);
}

import type {NetworkPlans, PlanSet} from '../tables/tables.js';
import {pickUrgent, type Urgent} from '../tables/urgent.js';

/** The candidates of plans for when time is short. */
export function urgentCandidates({networks}: PlanSet): Urgent {
  const count = networks[0]?.candidateCount ?? 0;
  return pickUrgent(
    Array.from({length: count}, (_, candidate) => ({
      timeUs: sumOf(networks.map((network) => columnTotal(network, network.latencyUs, candidate))),
      energy: sumOf(networks.map((network) => columnTotal(network, network.energyUj, candidate))),
    })),
  );
}

/** Sum over all layers of a network at a candidate. @param values - `[layer × candidates + candidate]` */
export function columnTotal({candidateCount}: NetworkPlans, values: Float32Array, candidate: number): number {
  let total = 0;
  for (let at = candidate; at < values.length; at += candidateCount) total += values[at] ?? Infinity;
  return total;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import {planOffset, type NetworkPlans} from '../../src/core/tables/tables.js';
import type {SmallCosts} from './small-tables.js';

/** What a way through the remaining layers costs, from where the board is to where it rests. */
export interface Way {
  readonly timeUs: number;
  readonly energyUj: number;
}

/** Costs of running `choices` from `layer` on, switches included, and of the energy of the way back to rest. */
export function costOfWay(costs: SmallCosts, layer: number, inForce: number, choices: readonly number[]): Way {
  const {latencyUs, energyUj, switchUs, switchUj, rest = 0} = costs;
  let timeUs = 0;
  let total = 0;
  let at = inForce;
  for (const [step, to] of choices.entries()) {
    timeUs += (switchUs?.[at]?.[to] ?? 0) + (latencyUs[layer + step]?.[to] ?? NaN);
    total += (switchUj?.[at]?.[to] ?? 0) + (energyUj[layer + step]?.[to] ?? NaN);
    at = to;
  }
  return {timeUs, energyUj: total + (switchUj?.[at]?.[rest] ?? 0)};
}

/** The candidates that a plan goes through from `layer` on. */
export function choicesOfPlan(plans: NetworkPlans, key: number, layer: number, inForce: number): number[] {
  const choices: number[] = [];
  let at = inForce;
  for (let l = layer; l < plans.layerCount; l += 1) {
    at = plans.next[planOffset(plans, key, l, at)] ?? NaN;
    choices.push(at);
  }
  return choices;
}

/** Every sequence of candidates for `length` layers. */
export function* allChoices(length: number, candidates: number): Generator<number[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const tail of allChoices(length - 1, candidates)) {
    for (let first = 0; first < candidates; first += 1) yield [first, ...tail];
  }
}

import {switchEnergiesUj} from '../tables/switch-energies.js';
import type {NetworkPlans, SlowStateTable} from '../tables/tables.js';

/** What going from one candidate to another costs: `[from × candidates + to]`. */
export interface SwitchCosts {
  readonly timeUs: Float32Array;
  /** Above the rest power, µJ. */
  readonly energyUj: Float32Array;
}

/** The switches between the candidates of a slow state. */
export function switchCosts({switchUs, idlePowerMw, rest}: SlowStateTable): SwitchCosts {
  return {timeUs: switchUs, energyUj: switchEnergiesUj(switchUs, idlePowerMw, idlePowerMw[rest] ?? 0)};
}

/** Whether a layer is better run where the board already is: for plans that ignore what a switch costs. */
export function staysPut(
  {layerCount, candidateCount, latencyUs, energyUj}: NetworkPlans,
  switches: SwitchCosts,
  layer: number,
  inForce: number,
  planned: number,
): boolean {
  if (layer >= layerCount || inForce === planned) return true;
  const here = layer * candidateCount + inForce;
  const there = layer * candidateCount + planned;
  const change = inForce * candidateCount + planned;
  const inTime = (latencyUs[here] ?? Infinity) <= (latencyUs[there] ?? 0) + (switches.timeUs[change] ?? 0);
  return inTime && (energyUj[here] ?? Infinity) <= (energyUj[there] ?? 0) + (switches.energyUj[change] ?? 0);
}

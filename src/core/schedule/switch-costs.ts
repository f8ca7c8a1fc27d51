import type {NetworkPlans, SlowStateTable} from '../tables/tables.js';

/** What going from one candidate to another costs: `[from × candidates + to]`. */
export interface SwitchCosts {
  readonly timeUs: Float32Array;
  /** Above the rest power, µJ. */
  readonly energyUj: Float32Array;
}

/** Nothing runs during a switch, but the board may already, or still, be at the costlier of the two. */
export function switchCosts({candidates, switchUs, idlePowerMw, rest}: SlowStateTable): SwitchCosts {
  const n = candidates.length;
  const restMw = idlePowerMw[rest] ?? 0;
  const energyUj = switchUs.map((us, at) => {
    const idleMw = Math.max(idlePowerMw[Math.floor(at / n)] ?? 0, idlePowerMw[at % n] ?? 0);
    return (us * (idleMw - restMw)) / 1000;
  });
  return {timeUs: switchUs, energyUj};
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

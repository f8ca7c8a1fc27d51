import type {SlowStateTable, Strategy, Tables} from '../tables/tables.js';
import type {InstanceSpec} from './instance.js';

/** Share of the time that may be planned; the rest is for switches between networks, noise and blocking. */
const USABLE = 0.96;

/**
 * Picks the slow state (cores online) of a cohort: the least predicted mean power among those in which some key's plans
 * fit the periods and the deadlines; the fastest state where none does.
 *
 * Slow knobs take tens of ms a core, so they are set before the first release and left alone.
 */
export function chooseSlowState(
  tables: Tables,
  strategy: Strategy,
  instances: readonly InstanceSpec[],
): SlowStateTable {
  let least = Infinity;
  let chosen = tables.slowStates.at(-1);
  for (const state of tables.slowStates) {
    const powerMw = meanPowerMw(state, strategy, instances);
    if (powerMw < least) {
      least = powerMw;
      chosen = state;
    }
  }
  if (chosen === undefined) throw new RangeError('tables without a slow state');
  return chosen;
}

/** Predicted mean power under the least urgent key that fits; infinite when none does. */
function meanPowerMw(state: SlowStateTable, strategy: Strategy, instances: readonly InstanceSpec[]): number {
  const plans = state.plans[strategy];
  for (const key of plans.keys.keys()) {
    let density = 0;
    let powerMw = state.idlePowerMw[state.rest] ?? Infinity;
    for (const {network, periodUs, relativeDeadlineUs} of instances) {
      density += (plans.networks[network]?.jobTimeUs[key] ?? Infinity) / Math.min(periodUs, relativeDeadlineUs);
      powerMw += ((plans.networks[network]?.jobEnergyUj[key] ?? Infinity) / periodUs) * 1000;
    }
    if (density <= USABLE) return powerMw;
  }
  return Infinity;
}

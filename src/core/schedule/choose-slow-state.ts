import type {SlowStateTable, Strategy, Tables} from '../tables/tables.js';
import type {InstanceSpec} from './instance.js';
import {columnTotal, urgentCandidates} from './urgent-candidates.js';

/** Share of the time that may be planned; the rest is for switches between networks, noise and blocking. */
const USABLE = 0.96;
/** Where nothing fits, states whose most urgent plans take this much longer than the fastest ones' are as good. */
const AS_FAST = 1.01;
/** Where every microsecond counts, this much is the noise of a profile. */
const EVERY_MICROSECOND = 1.002;

/**
 * Picks the slow state (cores online) of a cohort: the least predicted mean power among those in which some key's plans
 * fit the periods and the deadlines; where none does, among those that are about as fast as the fastest.
 *
 * Slow knobs take tens of ms a core, so they are set before the first release and left alone.
 */
export function chooseSlowState(
  tables: Tables,
  strategy: Strategy,
  instances: readonly InstanceSpec[],
): SlowStateTable {
  const loads = tables.slowStates.map((state) => ({state, ...lightestLoad(state, strategy, instances)}));
  return leastPower(loads, (fastest) => Math.max(USABLE, AS_FAST * fastest));
}

/**
 * Picks the slow state for a cohort whose deadlines depend on every microsecond: of those with the fastest plans the one that
 * draws least where it is thrifty.
 */
export function chooseFastSlowState(
  {slowStates}: Tables,
  strategy: Strategy,
  instances: readonly InstanceSpec[],
): SlowStateTable {
  const loads = slowStates.map((state) => {
    const {density} = loadAt(state, strategy, state.plans[strategy].keys.length - 1, instances);
    return {state, density, powerMw: thriftyPowerMw(state, strategy, instances)};
  });
  return leastPower(loads, (fastest) => EVERY_MICROSECOND * fastest);
}

/**
 * The state that draws least of those that are fast enough.
 *
 * @param mostDensity - what may be asked of a state, given what is asked of the fastest one.
 */
function leastPower(
  loads: readonly (Load & {readonly state: SlowStateTable})[],
  mostDensity: (fastest: number) => number,
): SlowStateTable {
  const limit = mostDensity(loads.reduce((least, {density}) => Math.min(least, density), Infinity));
  const [first, ...others] = loads.filter(({density}) => density <= limit);
  if (first === undefined) throw new RangeError('tables without a slow state');
  return others.reduce((best, load) => (load.powerMw < best.powerMw ? load : best), first).state;
}

function thriftyPowerMw(state: SlowStateTable, strategy: Strategy, instances: readonly InstanceSpec[]): number {
  const plans = state.plans[strategy];
  const {thrifty} = urgentCandidates(plans);
  return instances.reduce((sum, {network, periodUs}) => {
    const own = plans.networks[network];
    return sum + (own === undefined ? 0 : (columnTotal(own, own.energyUj, thrifty) / periodUs) * 1000);
  }, state.idlePowerMw[state.rest] ?? Infinity);
}

/** What a cohort asks of a slow state. */
interface Load {
  /** Share of its time that the cohort takes, each job's of the time until its deadline. */
  readonly density: number;
  readonly powerMw: number;
}

/**
 * The load that just fits: between that of the least urgent key that does and that of the key before it, as the scheduler
 * goes back and forth between the two. That of the most urgent key where none fits.
 */
function lightestLoad(state: SlowStateTable, strategy: Strategy, instances: readonly InstanceSpec[]): Load {
  let slower: Load | undefined;
  for (const key of state.plans[strategy].keys.keys()) {
    const load = loadAt(state, strategy, key, instances);
    if (load.density <= USABLE) return slower === undefined ? load : between(slower, load);
    slower = load;
  }
  return slower ?? {density: Infinity, powerMw: Infinity};
}

function between(slower: Load, faster: Load): Load {
  const share = (USABLE - faster.density) / (slower.density - faster.density);
  return {density: USABLE, powerMw: faster.powerMw + share * (slower.powerMw - faster.powerMw)};
}

function loadAt(state: SlowStateTable, strategy: Strategy, key: number, instances: readonly InstanceSpec[]): Load {
  const {networks} = state.plans[strategy];
  let density = 0;
  let powerMw = state.idlePowerMw[state.rest] ?? Infinity;
  for (const {network, periodUs, relativeDeadlineUs} of instances) {
    density += (networks[network]?.jobTimeUs[key] ?? Infinity) / Math.min(periodUs, relativeDeadlineUs);
    powerMw += ((networks[network]?.jobEnergyUj[key] ?? Infinity) / periodUs) * 1000;
  }
  return {density, powerMw};
}

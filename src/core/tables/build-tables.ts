import type {ConfigurationSpace} from '../board/space.js';
import {transitionTimeUs} from '../board/transition.js';
import {approximationEntries} from './approximation-entries.js';
import {buildAccuracyTable, originalOnlyTable} from './build-accuracy-table.js';
import {chooseCandidates, restConfiguration} from './candidates.js';
import {chooseSlowStates, highestPowerMw} from './choose-slow-states.js';
import {horizonPlans} from './horizon-plans.js';
import {layerPlans, speedUpBuckets} from './layer-plans.js';
import type {PlanCosts} from './plan-costs.js';
import {pricesMw} from './prices.js';
import type {NetworkColumns, ProfileColumns} from './profile-columns.js';
import {groupBySlowState, type SlowState} from './slow-states.js';
import {switchEnergiesUj} from './switch-energies.js';
import {pickUrgent, relativeTimes, type Totals} from './urgent.js';
import type {NetworkReference, SlowStateTable, Tables} from './tables.js';

/** Builds everything that `run` looks up from what `profile` measured. */
export function buildTables(columns: ProfileColumns, space: ConfigurationSpace): Tables {
  const networks = columns.networks.map((network) => networkReference(network, space.reference));
  const states = chooseSlowStates(groupBySlowState(space), columns, space.reference);
  const accuracy = columns.networks.map((network) =>
    network.approximations.length === 0
      ? originalOnlyTable(network.layers.length)
      : buildAccuracyTable(network.layers.length, approximationEntries(network)),
  );
  return {networks, accuracy, slowStates: states.map((state) => slowStateTable(state, columns, space, networks))};
}

function networkReference({network, layers}: NetworkColumns, reference: number): NetworkReference {
  const latencyUs = Float64Array.from(layers, (layer) => layer.latencyUs[reference] ?? NaN);
  const tailUs = Float64Array.from(layers, (layer, l) => (layer.latencyP99Us[reference] ?? NaN) - (latencyUs[l] ?? 0));
  return {network, latencyUs, tailUs};
}

function slowStateTable(
  state: SlowState,
  columns: ProfileColumns,
  space: ConfigurationSpace,
  references: readonly NetworkReference[],
): SlowStateTable {
  const rest = restConfiguration(state, columns);
  const restMw = columns.idlePowerMw[rest] ?? 0;
  const prices = pricesMw(highestPowerMw(columns, space.reference));
  const urgent = pickUrgent(state.configurations.map((c) => totalsAt(c, columns, restMw)));
  const others = [urgent.fast[0] ?? 0, urgent.thrifty].map((position) => state.configurations[position] ?? rest);
  const candidates = chooseCandidates(state, columns, prices, restMw, others);
  const idlePowerMw = Float32Array.from(candidates, (c) => columns.idlePowerMw[c] ?? 0);
  const switches = switchCosts(candidates, idlePowerMw, restMw, columns, space);
  const restPosition = candidates.indexOf(rest);
  const relativeTime = relativeTimes(Array.from(candidates, (c) => totalsAt(c, columns, restMw)));
  const common = {...switches, rest: restPosition, relativeTime};
  const costs = columns.networks.map((network) => planCosts(network, candidates, restMw, common));
  const buckets = speedUpBuckets();
  return {
    candidates,
    rest: restPosition,
    idlePowerMw,
    switchUs: switches.switchUs,
    plans: {
      horizon: {keys: prices, networks: costs.map((cost) => horizonPlans(cost, prices))},
      layer: {
        keys: buckets,
        networks: costs.map((cost, n) => layerPlans(cost, buckets, references[n]?.latencyUs ?? new Float64Array())),
      },
    },
  };
}

/** All layers of all networks at a configuration, energy above the rest power. */
function totalsAt(configuration: number, {networks}: ProfileColumns, restMw: number): Totals {
  let timeUs = 0;
  let energy = 0;
  for (const {latencyUs, powerMw} of networks.flatMap(({layers}) => layers)) {
    const us = latencyUs[configuration] ?? Infinity;
    timeUs += us;
    energy += us * ((powerMw[configuration] ?? Infinity) - restMw);
  }
  return {timeUs, energy};
}

function switchCosts(
  candidates: Int32Array,
  idlePowerMw: Float32Array,
  restMw: number,
  columns: ProfileColumns,
  space: ConfigurationSpace,
): Pick<PlanCosts, 'switchUs' | 'switchUj'> {
  const n = candidates.length;
  const switchUs = new Float32Array(n * n);
  const configurations = Array.from(candidates, (c) => space.at(c));
  for (const [from, before] of configurations.entries()) {
    for (const [to, after] of configurations.entries()) {
      switchUs[from * n + to] = transitionTimeUs(before, after, columns.transitionTimesUs);
    }
  }
  return {switchUs, switchUj: switchEnergiesUj(switchUs, idlePowerMw, restMw)};
}

function planCosts(
  {layers}: NetworkColumns,
  candidates: Int32Array,
  restMw: number,
  common: Pick<PlanCosts, 'switchUs' | 'switchUj' | 'rest' | 'relativeTime'>,
): PlanCosts {
  const n = candidates.length;
  const latencyUs = new Float32Array(layers.length * n);
  const energyUj = new Float32Array(layers.length * n);
  for (const [layer, column] of layers.entries()) {
    for (const [position, c] of candidates.entries()) {
      const timeUs = column.latencyUs[c] ?? NaN;
      latencyUs[layer * n + position] = timeUs;
      energyUj[layer * n + position] = (timeUs * ((column.powerMw[c] ?? NaN) - restMw)) / 1000;
    }
  }
  return {layerCount: layers.length, candidateCount: n, latencyUs, energyUj, ...common};
}

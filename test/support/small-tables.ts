import type {InstanceSpec} from '../../src/core/schedule/instance.js';
import {originalOnlyTable} from '../../src/core/tables/build-accuracy-table.js';
import {horizonPlans} from '../../src/core/tables/horizon-plans.js';
import {layerPlans} from '../../src/core/tables/layer-plans.js';
import type {PlanCosts} from '../../src/core/tables/plan-costs.js';
import type {NetworkReference, SlowStateTable, Tables} from '../../src/core/tables/tables.js';
import {relativeTimes} from '../../src/core/tables/urgent.js';
import {sampleNetwork} from './sample-sweep.js';

/** What plans are made of, readable: one row per layer, or per candidate to switch from. */
export interface SmallCosts {
  /** µs: `[layer][candidate]`. */
  readonly latencyUs: readonly (readonly number[])[];
  /** µJ above rest: `[layer][candidate]`. */
  readonly energyUj: readonly (readonly number[])[];
  /** µs: `[from][to]`; all 0 when absent. */
  readonly switchUs?: readonly (readonly number[])[];
  /** µJ: `[from][to]`; all 0 when absent. */
  readonly switchUj?: readonly (readonly number[])[];
  readonly rest?: number;
}

export function planCosts({latencyUs, energyUj, switchUs, switchUj, rest = 0}: SmallCosts): PlanCosts {
  const candidateCount = latencyUs[0]?.length ?? 0;
  const total = (rows: readonly (readonly number[])[], c: number) => rows.reduce((sum, row) => sum + (row[c] ?? 0), 0);
  const totals = Array.from({length: candidateCount}, (_, c) => ({
    timeUs: total(latencyUs, c),
    energy: total(energyUj, c),
  }));
  const free = new Float32Array(candidateCount * candidateCount);
  return {
    layerCount: latencyUs.length,
    candidateCount,
    latencyUs: Float32Array.from(latencyUs.flat()),
    energyUj: Float32Array.from(energyUj.flat()),
    switchUs: switchUs === undefined ? free : Float32Array.from(switchUs.flat()),
    switchUj: switchUj === undefined ? free : Float32Array.from(switchUj.flat()),
    rest,
    relativeTime: relativeTimes(totals),
  };
}

/** A network at the reference: the fastest candidate of each layer, and a tail. */
export function networkReference(name: string, {latencyUs}: SmallCosts, tailUs = 0): NetworkReference {
  return {
    network: sampleNetwork(name, latencyUs.length),
    latencyUs: Float64Array.from(latencyUs, (row) => Math.min(...row)),
    tailUs: new Float64Array(latencyUs.length).fill(tailUs),
  };
}

export interface SmallTables {
  /** One per network, over the same candidates. */
  readonly costs: readonly SmallCosts[];
  /** Prices of time in mW of the horizon plans. */
  readonly pricesMw?: readonly number[];
  /** SpeedUps of the layer plans. */
  readonly speedUps?: readonly number[];
  /** Configuration number of each candidate; 0, 10, 20, … when absent. */
  readonly candidates?: readonly number[];
  readonly idlePowerMw?: readonly number[];
  readonly tailUs?: number;
}

/** Tables with one slow state and no variants. */
export function smallTables(parts: SmallTables): Tables {
  const networks = parts.costs.map((costs, n) => networkReference(`net${n}`, costs, parts.tailUs));
  return {
    networks,
    accuracy: networks.map(({latencyUs}) => originalOnlyTable(latencyUs.length)),
    slowStates: [smallSlowState(parts)],
  };
}

export function smallSlowState(parts: SmallTables): SlowStateTable {
  const {costs, pricesMw = [0, 1, 10, 100, 1000, 10_000], speedUps = [0.25, 0.5, 0.75, 1]} = parts;
  const filled = costs.map(planCosts);
  const first = filled[0] ?? planCosts({latencyUs: [], energyUj: []});
  const count = first.candidateCount;
  const buckets = Float64Array.from(speedUps);
  const prices = Float64Array.from(pricesMw);
  return {
    candidates: Int32Array.from(parts.candidates ?? Array.from({length: count}, (_, position) => position * 10)),
    rest: first.rest,
    idlePowerMw: Float32Array.from(parts.idlePowerMw ?? Array.from({length: count}, () => 1000)),
    switchUs: first.switchUs,
    plans: {
      horizon: {keys: prices, networks: filled.map((cost) => horizonPlans(cost, prices))},
      layer: {
        keys: buckets,
        networks: filled.map((cost, n) =>
          layerPlans(cost, buckets, networkReference('', costs[n] as SmallCosts).latencyUs),
        ),
      },
    },
  };
}

/** An instance of network 0 with deadline = period, changed as asked. */
export function instanceSpec(changes: Partial<InstanceSpec> = {}): InstanceSpec {
  const periodUs = changes.periodUs ?? 1000;
  return {
    name: `instance of ${changes.network ?? 0}`,
    network: 0,
    periodUs,
    relativeDeadlineUs: periodUs,
    offsetUs: 0,
    onMiss: 'finish',
    criticality: 1,
    ...changes,
  };
}

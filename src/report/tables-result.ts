import {networkKey} from '../core/network/network.js';
import type {StoredTables, TablesHeader} from '../core/tables/table-store.js';
import {originLabel} from './origin.js';
import {renderTable} from './table.js';
import {formatUj, formatUs} from './units.js';

/** What tables hold, in numbers. */
export interface TablesReport extends TablesHeader {
  readonly file: string;
  readonly networks: readonly NetworkTablesReport[];
  /** Candidates of each slow state. */
  readonly slowStates: readonly {readonly candidates: number; readonly restConfiguration: number}[];
}

export interface NetworkTablesReport {
  readonly network: string;
  readonly layers: number;
  /** Job at the reference configuration, µs. */
  readonly referenceUs: number;
  /** Fastest and thriftiest planned job: time, and energy above rest. */
  readonly fastest: {readonly timeUs: number; readonly energyUj: number};
  readonly thriftiest: {readonly timeUs: number; readonly energyUj: number};
  readonly approximations: number;
}

export function tablesReport({header, tables}: StoredTables, file: string): TablesReport {
  const slowStates = tables.slowStates.map(({candidates, rest}) => ({
    candidates: candidates.length,
    restConfiguration: candidates[rest] ?? 0,
  }));
  const networks = tables.networks.map(({network, latencyUs}, n): NetworkTablesReport => {
    const plans = tables.slowStates.at(-1)?.plans.horizon.networks[n];
    const last = (plans?.jobTimeUs.length ?? 1) - 1;
    const job = (key: number) => ({timeUs: plans?.jobTimeUs[key] ?? NaN, energyUj: plans?.jobEnergyUj[key] ?? NaN});
    return {
      network: networkKey(network),
      layers: latencyUs.length,
      referenceUs: latencyUs.reduce((sum, us) => sum + us, 0),
      fastest: job(last),
      thriftiest: job(0),
      approximations: tables.accuracy[n]?.entryCount ?? 0,
    };
  });
  return {file, ...header, networks, slowStates};
}

export function renderTables({board, origin, networks, slowStates, transitions, file}: TablesReport): string {
  const candidates = slowStates.map((state) => state.candidates).join(', ');
  const rows = networks.map(({network, layers, referenceUs, fastest, thriftiest, approximations}) => [
    network,
    `${layers}`,
    formatUs(referenceUs),
    `${formatUs(fastest.timeUs)} ${formatUj(fastest.energyUj)}`,
    `${formatUs(thriftiest.timeUs)} ${formatUj(thriftiest.energyUj)}`,
    `${approximations}`,
  ]);
  return [
    `${file}: tables for ${board} (${originLabel(origin)})`,
    renderTable([
      ['network', 'layers', 'at the reference', 'fastest plan', 'thriftiest plan', 'approximations'],
      ...rows,
    ]),
    `${slowStates.length} slow states with ${candidates} candidate configurations; transition costs ${transitions}`,
  ].join('\n');
}

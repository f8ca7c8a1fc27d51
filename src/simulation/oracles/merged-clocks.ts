import type {ClockAxis, ClockGrid} from './clock-grid.js';
import type {OracleCosts} from './layer-costs.js';
import {costsByPoint, leastByPoint} from './point-costs.js';

/** A grid on which the clocks of all clusters are one axis: its levels are the combinations of them worth having. */
export interface MergedClocks {
  /** Any change of clusters takes as long as a change of one. */
  readonly axes: readonly ClockAxis[];
  readonly size: number;
  /** Least idle power of each point above the least of all, mW. */
  readonly idleMw: Float64Array;
  /** By what was given, then layer; without noise, by point. The cores online may come and go for nothing. */
  readonly tables: ReadonlyMap<OracleCosts, MergedTable>;
}

export interface MergedTable {
  readonly timesUs: readonly Float64Array[];
  /** Above idle. */
  readonly energiesNj: readonly Float64Array[];
  /** Of each layer. */
  readonly fastestUs: readonly number[];
}

/**
 * Merges the clusters' clocks for the layers of one network. A combination is left out where another one is, for every layer
 * and at all other clocks, as fast and draws no more: whoever is in the one might as well be in the other, and changes clocks no
 * more often for that.
 */
export function mergeClusterClocks(grid: ClockGrid, network: number, costs: readonly OracleCosts[]): MergedClocks {
  const others = grid.axes.slice(-2);
  const clusters = grid.axes.slice(0, -2);
  const block = others.reduce((size, {levels}) => size * levels.length, 1);
  const full = costs.map((own) => ({
    timesUs: (own.networks[network] ?? []).map((layer) => leastByPoint(layer.latencyUs, grid)),
    energiesNj: (own.networks[network] ?? []).map((layer) => costsByPoint(layer, grid, 0)),
  }));
  const idleMw = leastByPoint(costs[0]?.idleAboveMw ?? new Float64Array(), grid);
  const columns = [idleMw, ...full.flatMap(({timesUs, energiesNj}) => [...timesUs, ...energiesNj])];
  const kept = undominated(columns, grid.size / block, block);
  const pick = (column: Float64Array) =>
    Float64Array.from({length: kept.length * block}, (_, at) => {
      const combination = kept[Math.floor(at / block)] ?? 0;
      return column[combination * block + (at % block)] ?? Infinity;
    });
  const tables = full.map(({timesUs, energiesNj}, index) => {
    const fastestUs = timesUs.map((column) => column.reduce((least, us) => Math.min(least, us), Infinity));
    const table = {timesUs: timesUs.map(pick), energiesNj: energiesNj.map(pick), fastestUs};
    return [costs[index] as OracleCosts, table] as const;
  });
  const changeUs = Math.min(...clusters.map((axis) => axis.changeUs));
  return {
    axes: [{levels: kept, changeUs}, ...others],
    size: kept.length * block,
    idleMw: pick(idleMw),
    tables: new Map(tables),
  };
}

/** The blocks of points that no other block is as good as in every column, point by point; of equal ones the first. */
function undominated(columns: readonly Float64Array[], blocks: number, block: number): readonly number[] {
  const asGood = (one: number, other: number) => {
    for (const column of columns) {
      for (let at = 0; at < block; at += 1) {
        if ((column[one * block + at] ?? Infinity) > (column[other * block + at] ?? Infinity)) return false;
      }
    }
    return true;
  };
  const all = Array.from({length: blocks}, (_, index) => index);
  return all.filter(
    (other) => !all.some((one) => one !== other && asGood(one, other) && (one < other || !asGood(other, one))),
  );
}

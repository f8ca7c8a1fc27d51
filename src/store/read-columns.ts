import type {Database} from 'better-sqlite3';
import type {RowKey} from '../core/profile.js';
import type {MeasurementColumns, RowColumns} from '../core/profile-store.js';
import type {LayerIds} from './layer-ids.js';
import {SWEEP} from './profile-schema.js';

/** What the scan selects, as an array: objects would cost more than the reading itself. */
type ColumnsRow = readonly [
  configuration: number,
  layer: number,
  variant: number,
  latencyMedianUs: number,
  latencyP95Us: number,
  latencyP99Us: number,
  powerMw: number | null,
  energyUj: number | null,
];

/** Reads all measurements in one pass over the table, row by row, so that only the columns take memory. */
export function readColumns(database: Database, configurationCount: number, layerIds: LayerIds): MeasurementColumns {
  const columns: RowColumns[][] = [];
  const scan = database
    .prepare<[number], ColumnsRow>(
      `SELECT configuration, layer, variant, latency_median_us, latency_p95_us, latency_p99_us, power_mw, energy_uj
       FROM measurement WHERE sweep = ?`,
    )
    .raw();
  for (const [configuration, layer, variant, median, p95, p99, powerMw, energyUj] of scan.iterate(SWEEP)) {
    const target = ((columns[layer] ??= [])[variant] ??= emptyColumns(configurationCount));
    target.latencyMedianUs[configuration] = median;
    target.latencyP95Us[configuration] = p95;
    target.latencyP99Us[configuration] = p99;
    target.powerMw[configuration] = powerMw ?? NaN;
    target.energyUj[configuration] = energyUj ?? NaN;
  }
  return {of: (row: RowKey) => columns[layerIds.idOf(row)]?.[row.variant]};
}

function emptyColumns(configurationCount: number): RowColumns {
  const empty = (): Float32Array => new Float32Array(configurationCount).fill(NaN);
  return {
    latencyMedianUs: empty(),
    latencyP95Us: empty(),
    latencyP99Us: empty(),
    powerMw: empty(),
    energyUj: empty(),
  };
}

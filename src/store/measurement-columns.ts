import type {Measurement} from '../core/profile.js';

/** Columns of table `measurement` behind its key, in the order in which they are bound and read. */
export const MEASUREMENT_COLUMNS = [
  'latency_median_us',
  'latency_p95_us',
  'latency_p99_us',
  'power_mw',
  'energy_uj',
  'samples',
  'power_readings',
  'throttled',
  'temperature_mc',
  'source',
  'latency_half_width_us',
  'power_half_width_mw',
  'power_coverage',
] as const;

/** A stored row: key (configuration, layer id, variant), then {@link MEASUREMENT_COLUMNS}. */
export interface MeasurementRow {
  readonly layer: number;
  readonly variant: number;
  readonly latency_median_us: number;
  readonly latency_p95_us: number;
  readonly latency_p99_us: number;
  readonly power_mw: number | null;
  readonly energy_uj: number | null;
  readonly samples: number;
  readonly power_readings: number;
  readonly throttled: number;
  readonly temperature_mc: number | null;
  readonly source: Measurement['source'];
  readonly latency_half_width_us: number | null;
  readonly power_half_width_mw: number | null;
  /** Absent in files of earlier versions. */
  readonly power_coverage?: number | null;
}

/** Adds one measurement, or puts it in the place of an earlier one. */
export const INSERT_MEASUREMENT = `
  INSERT OR REPLACE INTO measurement (sweep, configuration, layer, variant, ${MEASUREMENT_COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ${MEASUREMENT_COLUMNS.map(() => '?').join(', ')})`;

/** A stored row as the core knows it. */
export function measurementOf(row: MeasurementRow): Measurement {
  return {
    latencyMedianUs: row.latency_median_us,
    latencyP95Us: row.latency_p95_us,
    latencyP99Us: row.latency_p99_us,
    powerMw: row.power_mw,
    energyUj: row.energy_uj,
    samples: row.samples,
    powerReadings: row.power_readings,
    throttled: row.throttled === 1,
    temperatureMc: row.temperature_mc,
    source: row.source,
    latencyHalfWidthUs: row.latency_half_width_us,
    powerHalfWidthMw: row.power_half_width_mw,
    powerCoverage: row.power_coverage ?? null,
  };
}

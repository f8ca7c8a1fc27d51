import Database from 'better-sqlite3';
import type {ConfigurationMeasurement, RowKey} from '../../src/core/profile.js';
import type {SweepHeader} from '../../src/core/profile-store.js';
import {LayerIds} from '../../src/store/layer-ids.js';
import {MEASUREMENT_COLUMNS} from '../../src/store/measurement-columns.js';
import {migrate} from '../../src/store/migrate.js';
import {PROFILE, SWEEP} from '../../src/store/profile-schema.js';
import {writeHeader} from '../../src/store/write-header.js';
import {secondsOf} from './harness.js';

const ROWS_PER_TRANSACTION = 10_000;

/**
 * Rows a second of the plainest loop that fills the same table: one prepared statement, values bound by position, rows
 * made beforehand, no bookkeeping. What a store is measured against.
 */
export async function bareInsertRate(
  file: string,
  header: SweepHeader,
  rows: readonly RowKey[],
  measurements: readonly ConfigurationMeasurement[],
): Promise<number> {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  migrate(database, PROFILE);
  writeHeader(database, header);
  const layerIds = new LayerIds(database);
  const bound = measurements.flatMap((measurement) => boundRows(rows, measurement, layerIds));
  const insert = database.prepare(
    `INSERT INTO measurement (sweep, configuration, layer, variant, ${MEASUREMENT_COLUMNS.join(', ')})
     VALUES (?, ?, ?, ?, ${MEASUREMENT_COLUMNS.map(() => '?').join(', ')})`,
  );
  const insertAll = database.transaction((from: number) => {
    for (const values of bound.slice(from, from + ROWS_PER_TRANSACTION)) insert.run(...values);
  });
  const seconds = await secondsOf(() => {
    for (let from = 0; from < bound.length; from += ROWS_PER_TRANSACTION) insertAll(from);
    database.close();
  });
  return bound.length / seconds;
}

function boundRows(
  rows: readonly RowKey[],
  {configuration, rows: measured}: ConfigurationMeasurement,
  layerIds: LayerIds,
): readonly (readonly (number | string | null)[])[] {
  return measured.map((row, index) => {
    const key = rows[index];
    if (key === undefined) throw new RangeError(`no row ${index}`);
    return [
      SWEEP,
      configuration,
      layerIds.idOf(key),
      key.variant,
      row.latencyMedianUs,
      row.latencyP95Us,
      row.latencyP99Us,
      row.powerMw,
      row.energyUj,
      row.samples,
      row.powerReadings,
      row.throttled ? 1 : 0,
      row.temperatureMc,
      row.source,
      row.latencyHalfWidthUs,
      row.powerHalfWidthMw,
      row.powerCoverage,
    ];
  });
}

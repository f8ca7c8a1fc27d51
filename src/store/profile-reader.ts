import type {Database} from 'better-sqlite3';
import type {Approximation, VariantLoss} from '../core/network/approximation.js';
import type {Problem, TransitionMeasurement} from '../core/profile.js';
import type {
  MeasurementColumns,
  ProfileCounts,
  ProfileReader,
  StoredMeasurement,
  SweepHeader,
} from '../core/profile-store.js';
import {contentHash} from './content-hash.js';
import {LayerIds} from './layer-ids.js';
import {measurementOf, type MeasurementRow} from './measurement-columns.js';
import {readApproximations, readVariantLosses} from './read-accuracy.js';
import {readColumns} from './read-columns.js';
import {readHeader} from './read-header.js';
import {atPlace, type Place} from './storage-errors.js';
import {SWEEP} from './profile-schema.js';

/** Reads from an open database; see {@link ProfileReader}. */
export class SqliteProfileReader implements ProfileReader {
  readonly header: SweepHeader;
  readonly #database: Database;
  readonly #place: Place;
  readonly #layerIds: LayerIds;

  constructor(database: Database, place: Place) {
    this.#database = database;
    this.#place = place;
    this.header = readHeader(database);
    this.#layerIds = new LayerIds(database);
  }

  contentHash(): string {
    return atPlace(this.#place, () => contentHash(this.#database, this));
  }

  counts(): ProfileCounts {
    return atPlace(this.#place, () => {
      const counts = this.#database
        .prepare<[number], Omit<ProfileCounts, 'configurations'>>(
          `SELECT count(*) AS rows, count(*) FILTER (WHERE source = 'predicted') AS predictedRows,
                  count(*) FILTER (WHERE throttled = 1) AS throttledRows
           FROM measurement WHERE sweep = ?`,
        )
        .get(SWEEP) ?? {rows: 0, predictedRows: 0, throttledRows: 0};
      const configurations = this.#database
        .prepare<[number], number>('SELECT count(*) FROM idle WHERE sweep = ?')
        .pluck()
        .get(SWEEP);
      return {configurations: configurations ?? 0, ...counts};
    });
  }

  columns(): MeasurementColumns {
    const {configurationCount} = this.header.identity;
    return atPlace(this.#place, () => readColumns(this.#database, configurationCount, this.#layerIds));
  }

  idlePowerMw(): Float32Array {
    return atPlace(this.#place, () => {
      const idle = new Float32Array(this.header.identity.configurationCount).fill(NaN);
      const rows = this.#database
        .prepare<[number], readonly [number, number | null]>('SELECT configuration, power_mw FROM idle WHERE sweep = ?')
        .raw();
      for (const [configuration, powerMw] of rows.iterate(SWEEP)) idle[configuration] = powerMw ?? NaN;
      return idle;
    });
  }

  measurementsAt(configuration: number): readonly StoredMeasurement[] {
    return atPlace(this.#place, () =>
      this.#database
        .prepare<[number, number], MeasurementRow>(
          // Every column that there is: a file of an earlier version lacks the newest.
          `SELECT * FROM measurement WHERE sweep = ? AND configuration = ? ORDER BY layer, variant`,
        )
        .all(SWEEP, configuration)
        .map((row) => ({
          row: {...this.#layerIds.placeOf(row.layer), variant: row.variant},
          measurement: measurementOf(row),
        })),
    );
  }

  transitions(): readonly TransitionMeasurement[] {
    return atPlace(this.#place, () =>
      this.#database
        .prepare<[number], TransitionMeasurement>(
          `SELECT knob, from_level AS "from", to_level AS "to", time_us AS timeUs, energy_uj AS energyUj, source
           FROM transition WHERE sweep = ? ORDER BY knob, from_level, to_level`,
        )
        .all(SWEEP),
    );
  }

  problems(): readonly Problem[] {
    return atPlace(this.#place, () =>
      this.#database
        .prepare<[number], Problem>('SELECT configuration, message FROM problem WHERE sweep = ? ORDER BY id')
        .all(SWEEP),
    );
  }

  variantLosses(): readonly VariantLoss[] {
    return atPlace(this.#place, () => readVariantLosses(this.#database, this.#layerIds));
  }

  approximations(): readonly Approximation[] {
    return atPlace(this.#place, () => readApproximations(this.#database));
  }

  close(): void {
    this.#database.close();
  }
}

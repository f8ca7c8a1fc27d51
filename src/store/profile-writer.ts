import type {Database, Statement} from 'better-sqlite3';
import type {Approximation, VariantLoss} from '../core/network/approximation.js';
import type {ConfigurationMeasurement, Measurement, Problem, RowKey, TransitionMeasurement} from '../core/profile.js';
import type {ProfileWriter} from '../core/profile-store.js';
import {LayerIds} from './layer-ids.js';
import {INSERT_MEASUREMENT} from './measurement-columns.js';
import {recordApproximations, recordVariantLosses} from './record-accuracy.js';
import {atPlace, type Place} from './storage-errors.js';
import {SWEEP} from './profile-schema.js';

/** What a kill may cost at most. */
const COMMIT_INTERVAL_MS = 1000;
/** Keeps a transaction's pages inside the cache when rows come fast. */
const COMMIT_ROWS = 20_000;

/** Writes into an open database; see {@link ProfileWriter}. */
export class SqliteProfileWriter implements ProfileWriter {
  readonly state: string | undefined;
  readonly #database: Database;
  readonly #place: Place;
  readonly #now: () => number;
  readonly #release: () => void;
  readonly #layerIds: LayerIds;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #insertMeasurement: Statement;
  readonly #insertIdle: Statement;
  #newState: string | undefined;
  #uncommittedRows = 0;
  #committedAtMs: number;

  /**
   * @param now - milliseconds of any steady clock
   * @param release - called when the writer lets go of the file
   */
  constructor(database: Database, place: Place, now: () => number, release: () => void) {
    this.#database = database;
    this.#place = place;
    this.#now = now;
    this.#release = release;
    this.#layerIds = new LayerIds(database);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insertMeasurement = database.prepare(INSERT_MEASUREMENT);
    this.#insertIdle = database.prepare(
      'INSERT OR REPLACE INTO idle (sweep, configuration, power_mw, gpu_rail_gated) VALUES (?, ?, ?, ?)',
    );
    this.state = readState(database);
    this.#committedAtMs = now();
  }

  measuredConfigurations(): Uint8Array {
    return this.#guard(() => {
      const count = this.#database.prepare('SELECT configuration_count FROM sweep WHERE id = ?').pluck().get(SWEEP);
      const measured = new Uint8Array(count as number);
      const configurations = this.#database.prepare('SELECT configuration FROM idle WHERE sweep = ?').pluck();
      for (const configuration of configurations.iterate(SWEEP)) measured[configuration as number] = 1;
      return measured;
    });
  }

  append(rows: readonly RowKey[], measurement: ConfigurationMeasurement, state?: string): void {
    this.#change(rows.length, () => {
      for (const [index, row] of rows.entries()) {
        const measured = measurement.rows[index];
        if (measured === undefined) throw new RangeError(`row ${index} of ${rows.length} has no measurement`);
        this.#insertRow(measurement.configuration, row, measured);
      }
      // Last, because it marks the configuration as measured.
      const {configuration, idlePowerMw, gpuRailGated} = measurement;
      this.#insertIdle.run(SWEEP, configuration, idlePowerMw, gpuRailGated === null ? null : Number(gpuRailGated));
      if (state !== undefined) this.#newState = state;
    });
  }

  recordTransitions(transitions: readonly TransitionMeasurement[]): void {
    this.#change(transitions.length, () => {
      const insert = this.#database.prepare(
        `INSERT OR REPLACE INTO transition (sweep, knob, from_level, to_level, time_us, energy_uj, source)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const {knob, from, to, timeUs, energyUj, source} of transitions) {
        insert.run(SWEEP, knob, from, to, timeUs, energyUj, source);
      }
    });
  }

  recordProblem({configuration, message}: Problem): void {
    this.#change(1, () => {
      this.#database
        .prepare('INSERT INTO problem (sweep, configuration, message) VALUES (?, ?, ?)')
        .run(SWEEP, configuration, message);
    });
  }

  recordVariantLosses(losses: readonly VariantLoss[]): void {
    this.#change(losses.length, () => {
      recordVariantLosses(this.#database, this.#layerIds, losses);
    });
  }

  recordApproximations(approximations: readonly Approximation[]): void {
    this.#change(approximations.length, () => {
      recordApproximations(this.#database, this.#layerIds, approximations);
    });
  }

  commit(): void {
    this.#guard(() => {
      if (!this.#database.inTransaction) return;
      if (this.#newState !== undefined) {
        this.#database.prepare('UPDATE sweep SET state = ? WHERE id = ?').run(this.#newState, SWEEP);
      }
      this.#commit.run();
      this.#newState = undefined;
      this.#uncommittedRows = 0;
      this.#committedAtMs = this.#now();
    });
  }

  close(): void {
    if (!this.#database.open) return;
    try {
      this.commit();
      foldIntoOneFile(this.#database);
    } finally {
      this.#database.close();
      this.#release();
    }
  }

  /** Runs `work` in the current transaction, which ends when it is long or old enough. */
  #change(rows: number, work: () => void): void {
    this.#guard(() => {
      if (!this.#database.inTransaction) this.#begin.run();
      work();
      this.#uncommittedRows += rows;
    });
    if (this.#uncommittedRows >= COMMIT_ROWS || this.#now() - this.#committedAtMs >= COMMIT_INTERVAL_MS) this.commit();
  }

  /** What fails leaves nothing half-written: the transaction is rolled back, and the error is put in words. */
  #guard<T>(work: () => T): T {
    return atPlace(this.#place, () => {
      try {
        return work();
      } catch (error) {
        if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
        this.#newState = undefined;
        this.#uncommittedRows = 0;
        throw error;
      }
    });
  }

  #insertRow(configuration: number, row: RowKey, measurement: Measurement): void {
    this.#insertMeasurement.run(
      SWEEP,
      configuration,
      this.#layerIds.idOf(row),
      row.variant,
      measurement.latencyMedianUs,
      measurement.latencyP95Us,
      measurement.latencyP99Us,
      measurement.powerMw,
      measurement.energyUj,
      measurement.samples,
      measurement.powerReadings,
      measurement.throttled ? 1 : 0,
      measurement.temperatureMc,
      measurement.source,
      measurement.latencyHalfWidthUs,
      measurement.powerHalfWidthMw,
      measurement.powerCoverage,
    );
  }
}

function readState(database: Database): string | undefined {
  const state = database.prepare<[number], string | null>('SELECT state FROM sweep WHERE id = ?').pluck().get(SWEEP);
  return state ?? undefined;
}

/**
 * Leaves a finished sweep as one file in rollback mode: a file in WAL mode cannot be read from where nothing may be
 * written, as an installed sample is. While somebody reads, the file stays in WAL mode, which is no loss.
 */
function foldIntoOneFile(database: Database): void {
  database.pragma('busy_timeout = 0');
  try {
    database.pragma('journal_mode = DELETE');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
  }
}

import type {Database} from 'better-sqlite3';
import {DataError} from '../core/errors.js';
import type {Engine, Layer, Network, Variant, VariantScheme} from '../core/network/network.js';
import type {Origin, SweepCircumstances, SweepIdentity} from '../core/profile.js';
import type {SweepHeader} from '../core/profile-store.js';
import {readOpening, type OpeningColumns} from './opening-columns.js';
import {SWEEP} from './profile-schema.js';

interface SweepRow {
  readonly origin: Origin;
  readonly board: string;
  readonly configuration_count: number;
  readonly seed: number;
  readonly world_seed: number | null;
  readonly strategy: SweepIdentity['strategy'];
  readonly granularity: string | null;
  readonly neuos_version: string;
  readonly started_at_ms: number;
  readonly board_model: string | null;
  readonly l4t: string | null;
  readonly kernel: string | null;
  readonly power_mode: string | null;
  readonly fan: string | null;
  readonly ambient_mc: number | null;
  readonly sensor: string;
}

interface ModelRow extends OpeningColumns {
  readonly id: number;
  readonly name: string;
  readonly content_hash: string;
  readonly batch: number;
  readonly engine: Engine;
}

interface VariantRow {
  readonly ordinal: number;
  readonly scheme: VariantScheme;
  readonly rank_fraction: number;
  readonly flops: number;
  readonly bytes: number;
  readonly operator_count: number;
}

/** Reads what the sweep in `database` is. */
export function readHeader(database: Database): SweepHeader {
  const row = database.prepare<[number], SweepRow>('SELECT * FROM sweep WHERE id = ?').get(SWEEP);
  if (row === undefined) throw new DataError(`${database.name} is a profile without a sweep`);
  return {
    identity: identityOf(row),
    circumstances: circumstancesOf(row, readRails(database)),
    networks: readNetworks(database),
  };
}

function identityOf(row: SweepRow): SweepIdentity {
  return {
    origin: row.origin,
    board: row.board,
    configurationCount: row.configuration_count,
    seed: row.seed,
    strategy: row.strategy,
    ...optional('worldSeed', row.world_seed),
    ...optional('granularity', row.granularity),
  };
}

function circumstancesOf(row: SweepRow, rails: readonly string[]): SweepCircumstances {
  return {
    neuosVersion: row.neuos_version,
    startedAtMs: row.started_at_ms,
    sensor: row.sensor,
    rails,
    ...optional('boardModel', row.board_model),
    ...optional('l4t', row.l4t),
    ...optional('kernel', row.kernel),
    ...optional('powerMode', row.power_mode),
    ...optional('fan', row.fan),
    ...optional('ambientMc', row.ambient_mc),
  };
}

/** An optional field as an object to spread: nothing when the column is NULL. */
function optional<K extends string, T>(name: K, value: T | null): Partial<Record<K, T>> {
  return value === null ? {} : ({[name]: value} as Record<K, T>);
}

function readRails(database: Database): readonly string[] {
  return database
    .prepare<[number], string>('SELECT name FROM rail WHERE sweep = ? ORDER BY ordinal')
    .pluck()
    .all(SWEEP);
}

function readNetworks(database: Database): readonly Network[] {
  return database
    .prepare<[number], ModelRow>('SELECT * FROM model WHERE sweep = ? ORDER BY ordinal')
    .all(SWEEP)
    .map((row) => ({
      ...{name: row.name, contentHash: row.content_hash, batch: row.batch, engine: row.engine},
      layers: readLayers(database, row.id),
      ...readOpening(row),
    }));
}

function readLayers(database: Database, model: number): readonly Layer[] {
  const operators = database
    .prepare<[number], string>('SELECT type FROM operator WHERE layer = ? ORDER BY ordinal')
    .pluck();
  return database
    .prepare<[number], {id: number; ordinal: number; name: string}>(
      'SELECT id, ordinal, name FROM layer WHERE model = ? ORDER BY ordinal',
    )
    .all(model)
    .map(({id, ordinal, name}) => {
      const [original, ...others] = readVariants(database, id);
      if (original === undefined) throw new DataError(`${database.name}: layer ${ordinal} (${name}) has no variant`);
      return {ordinal, name, operators: operators.all(id), variants: [original, ...others]};
    });
}

function readVariants(database: Database, layer: number): readonly Variant[] {
  const ranks = database
    .prepare<[number, number], number>('SELECT rank FROM variant_rank WHERE layer = ? AND variant = ? ORDER BY ordinal')
    .pluck();
  return database
    .prepare<[number], VariantRow>(
      'SELECT ordinal, scheme, rank_fraction, flops, bytes, operator_count FROM variant WHERE layer = ? ORDER BY ordinal',
    )
    .all(layer)
    .map((row) => ({
      ordinal: row.ordinal,
      scheme: row.scheme,
      rankFraction: row.rank_fraction,
      ranks: ranks.all(layer, row.ordinal),
      cost: {flops: row.flops, bytes: row.bytes, operatorCount: row.operator_count},
    }));
}

import {createHash} from 'node:crypto';
import type {Database} from 'better-sqlite3';
import {sweepFacts} from '../core/sweep-facts.js';
import type {ProfileReader} from '../core/profile-store.js';
import {SWEEP} from './profile-schema.js';

/** Weighted by configuration and row beside the plain sums, so that values that change places change the digest. */
const MEASUREMENT_SUMS = `
  SELECT count(*), total(latency_median_us), total(latency_p95_us), total(latency_p99_us), total(power_mw),
    total(energy_uj), total(latency_median_us * configuration), total(energy_uj * configuration),
    total(latency_median_us * (layer * 64 + variant)), total(energy_uj * (layer * 64 + variant)),
    total(source = 'predicted'), total(throttled)
  FROM measurement WHERE sweep = ?`;

const IDLE_SUMS = 'SELECT count(*), total(power_mw), total(power_mw * configuration) FROM idle WHERE sweep = ?';

/** See {@link ProfileReader.contentHash}. */
export function contentHash(database: Database, reader: ProfileReader): string {
  const {identity, networks} = reader.header;
  const content = [
    sweepFacts(identity, networks),
    sums(database, MEASUREMENT_SUMS),
    sums(database, IDLE_SUMS),
    reader.transitions(),
    reader.variantLosses(),
    reader.approximations(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** To 12 digits: the last ones depend on how a version of SQLite adds. */
function sums(database: Database, sql: string): readonly string[] {
  const row = database.prepare<[number], readonly number[]>(sql).raw().get(SWEEP) ?? [];
  return row.map((value) => value.toPrecision(12));
}

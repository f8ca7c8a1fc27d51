import type {Database} from 'better-sqlite3';
import type {DatabaseKind} from './database-kind.js';

/** Brings an open database to the newest schema; each step and its number in one transaction. */
export function migrate(database: Database, {migrations}: Pick<DatabaseKind, 'migrations'>): void {
  const from = database.pragma('user_version', {simple: true}) as number;
  for (const [offset, step] of migrations.slice(from).entries()) {
    database.transaction(() => {
      database.exec(step);
      database.pragma(`user_version = ${from + offset + 1}`);
    })();
  }
}

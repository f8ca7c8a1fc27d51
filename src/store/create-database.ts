import {mkdirSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import {migrate} from './migrate.js';
import {atPlace, type Place} from './storage-errors.js';

/**
 * Makes a new database and lets `fill` write its head. It gets its name only when that is done, so that a file under
 * that name is always whole. The caller holds the file's writer lock.
 */
export function createDatabase(place: Place, fill: (database: Database.Database) => void): void {
  const draft = `${place.file}-draft`;
  atPlace(place, () => {
    mkdirSync(path.dirname(place.file), {recursive: true});
    remove(draft); // of a process that was killed here
    try {
      const database = new Database(draft);
      try {
        database.pragma(`application_id = ${place.kind.applicationId}`);
        database.pragma('foreign_keys = ON');
        migrate(database, place.kind);
        database.transaction(fill)(database);
      } finally {
        database.close();
      }
      renameSync(draft, place.file);
    } catch (error) {
      remove(draft);
      throw error;
    }
  });
}

function remove(draft: string): void {
  rmSync(draft, {force: true});
  rmSync(`${draft}-journal`, {force: true});
}

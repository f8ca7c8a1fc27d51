import type {StoredTables, TableStore} from '../core/tables/table-store.js';
import {createDatabase} from './create-database.js';
import {openDatabase} from './open-database.js';
import {readTables} from './read-tables.js';
import {atPlace, type Place} from './storage-errors.js';
import {TABLES} from './tables-schema.js';
import {writeTables} from './write-tables.js';
import {takeWriterLock} from './writer-lock.js';

/** Keeps the tables of one board in one SQLite file. */
export class SqliteTableStore implements TableStore {
  readonly #place: Place;

  constructor(file: string) {
    this.#place = {file, kind: TABLES};
  }

  save(stored: StoredTables): void {
    const lock = takeWriterLock(this.#place);
    try {
      createDatabase(this.#place, (database) => {
        writeTables(database, stored);
      });
    } finally {
      lock.release();
    }
  }

  load(): StoredTables {
    const database = openDatabase(this.#place, 'read');
    try {
      return atPlace(this.#place, () => readTables(database));
    } finally {
      database.close();
    }
  }
}

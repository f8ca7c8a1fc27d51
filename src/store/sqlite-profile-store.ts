import {existsSync} from 'node:fs';
import type {Database} from 'better-sqlite3';
import {DataError} from '../core/errors.js';
import {firstDifference, sweepFacts} from '../core/sweep-facts.js';
import type {ProfileReader, ProfileStore, ProfileWriter, SweepHeader} from '../core/profile-store.js';
import {createDatabase} from './create-database.js';
import {openDatabase} from './open-database.js';
import {SqliteProfileReader} from './profile-reader.js';
import {SqliteProfileWriter} from './profile-writer.js';
import {readHeader} from './read-header.js';
import {PROFILE} from './profile-schema.js';
import {atPlace, type Place} from './storage-errors.js';
import {writeHeader} from './write-header.js';
import {takeWriterLock} from './writer-lock.js';

/** Keeps one sweep in one SQLite file. */
export class SqliteProfileStore implements ProfileStore {
  readonly #place: Place;
  readonly #now: () => number;

  /** @param now - milliseconds of any steady clock, by which a writer commits */
  constructor(file: string, now: () => number) {
    this.#place = {file, kind: PROFILE};
    this.#now = now;
  }

  openForWriting(header: SweepHeader): ProfileWriter {
    const place = this.#place;
    const lock = takeWriterLock(place);
    try {
      if (!existsSync(place.file)) {
        createDatabase(place, (database) => {
          writeHeader(database, header);
        });
      }
      return withDatabase(openDatabase(place, 'write'), (database) => {
        atPlace(place, () => {
          checkSameSweep(place, readHeader(database), header);
        });
        return new SqliteProfileWriter(database, place, this.#now, () => {
          lock.release();
        });
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  openForReading(): ProfileReader {
    return withDatabase(openDatabase(this.#place, 'read'), (database) =>
      atPlace(this.#place, () => new SqliteProfileReader(database, this.#place)),
    );
  }
}

function withDatabase<T>(database: Database, use: (database: Database) => T): T {
  try {
    return use(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkSameSweep({file}: Place, stored: SweepHeader, asked: SweepHeader): void {
  const difference = firstDifference(
    sweepFacts(stored.identity, stored.networks),
    sweepFacts(asked.identity, asked.networks),
  );
  if (difference === undefined) return;
  throw new DataError(
    `${file} holds another sweep: ${difference.name} is ${difference.stored} there, ${difference.asked} asked`,
    {suggestions: ['neuos profile --profile other.sqlite', `rm ${file} && neuos profile`]},
  );
}

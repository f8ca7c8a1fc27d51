import {statSync} from 'node:fs';
import Database from 'better-sqlite3';
import {DataError} from '../core/errors.js';
import {migrate} from './migrate.js';
import {atPlace, type Place} from './storage-errors.js';

/**
 * Opens an existing database of the given kind, brought to the newest schema when it is opened for writing.
 *
 * **Errors:** DataError when there is none, when it is something else, or newer than this program knows.
 */
export function openDatabase(place: Place, access: 'read' | 'write'): Database.Database {
  return atPlace(place, () => {
    if (statSync(place.file, {throwIfNoEntry: false}) === undefined) throw missing(place);
    const database = new Database(place.file, {fileMustExist: true, readonly: access === 'read'});
    try {
      checkKind(database, place);
      if (access === 'write') {
        prepareForWriting(database);
        migrate(database, place.kind);
      }
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * WAL, so that readers may look into a sweep that runs; a flush to the disk at every commit, so that a power cut costs
 * no more than a kill does; and a checkpoint only every 64 MB, because shuffled rows touch pages all over the file.
 */
function prepareForWriting(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('wal_autocheckpoint = 16384');
  database.pragma('cache_size = -65536');
}

function checkKind(database: Database.Database, {file, kind}: Place): void {
  const applicationId = database.pragma('application_id', {simple: true}) as number;
  if (applicationId !== kind.applicationId) {
    throw new DataError(`${file} is a SQLite database, but not a neuos ${kind.noun}`, {
      suggestions: [`${kind.command} --${kind.noun} other.sqlite`],
    });
  }
  const version = database.pragma('user_version', {simple: true}) as number;
  if (version > kind.migrations.length) {
    throw new DataError(
      `${file} has schema ${version}, this neuos knows schemas up to ${kind.migrations.length}: it was written by a newer one`,
      {suggestions: ['npm install --global neuos@latest']},
    );
  }
}

function missing({file, kind}: Place): DataError {
  return new DataError(`there is no ${kind.noun} at ${file}`, {suggestions: [kind.command]});
}

import {existsSync, mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import {atPlace, heldByAnother, type Place} from './storage-errors.js';

/** The right to write one file, until it is released or the process ends, however it ends. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the right to write the file at `place`.
 *
 * The lock is SQLite's own exclusive lock on an empty companion file: the operating system drops it when a process
 * dies, so no stale lock ever has to be judged, and readers of the file itself are not kept out.
 *
 * **Errors:** EnvironmentError when another process (or this one) holds it.
 */
export function takeWriterLock(place: Place): WriterLock {
  const lockFile = `${place.file}-lock`;
  return atPlace(place, () => {
    mkdirSync(path.dirname(lockFile), {recursive: true});
    const database = new Database(lockFile, {timeout: 0});
    try {
      database.exec('BEGIN EXCLUSIVE');
      // Between opening and locking, the last holder may have removed the file: then this lock is on nothing.
      if (!existsSync(lockFile)) throw heldByAnother(place);
    } catch (error) {
      database.close();
      throw error;
    }
    return {
      release: () => {
        rmSync(lockFile, {force: true});
        database.close();
      },
    };
  });
}

import Database from 'better-sqlite3';
import {describe, expect, it} from 'vitest';
import {DataError, EnvironmentError} from '../../../src/core/errors.js';
import {PROFILE} from '../../../src/store/profile-schema.js';
import {atPlace} from '../../../src/store/storage-errors.js';

const place = {file: 'profiles/tx2.sqlite', kind: PROFILE};

describe('what SQLite and the file system refuse', () => {
  it.each([
    ['SQLITE_NOTADB', DataError, 'is not a SQLite database'],
    ['SQLITE_CORRUPT_INDEX', DataError, 'is damaged'],
    ['SQLITE_FULL', EnvironmentError, 'the disk is full'],
    ['ENOSPC', EnvironmentError, 'the disk is full'],
    ['SQLITE_BUSY_SNAPSHOT', EnvironmentError, 'is being written by another process'],
    ['SQLITE_READONLY_DIRECTORY', EnvironmentError, 'cannot be opened'],
    ['EACCES', EnvironmentError, 'cannot be opened'],
    ['SQLITE_IOERR_FSYNC', EnvironmentError, 'the disk fails'],
  ])('reads for people: %s', (code, family, words) => {
    const cause = Object.assign(new Error('as the library puts it'), {code});
    const error = thrownBy(() => {
      throw cause;
    });
    expect(error).toBeInstanceOf(family);
    expect(error).toMatchObject({message: expect.stringContaining(words) as string, cause});
    expect((error as DataError).message).toContain('profiles/tx2.sqlite');
    expect((error as DataError).suggestions.length).toBeGreaterThan(0);
  });

  it('leaves bugs and our own errors as they are', () => {
    const bug = new TypeError('x is undefined');
    const ours = new DataError('there is no profile at profiles/tx2.sqlite');
    const constraint = new Database.SqliteError('UNIQUE constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');
    for (const error of [bug, ours, constraint]) {
      expect(
        thrownBy(() => {
          throw error;
        }),
      ).toBe(error);
    }
  });

  it('passes on what the work returns', () => {
    expect(atPlace(place, () => 7)).toBe(7);
  });
});

function thrownBy(work: () => never): unknown {
  try {
    atPlace(place, work);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

import {closeSync, openSync, readSync} from 'node:fs';
import {DataError} from '../core/errors.js';
import {PROFILE} from './profile-schema.js';
import {TABLES} from './tables-schema.js';

/** Where a SQLite file keeps its application id, and what it begins with. **Source:** sqlite.org/fileformat.html */
const APPLICATION_ID_OFFSET = 68;
const MAGIC = 'SQLite format 3\0';

/** Tells a profile from a table file. **Errors:** DataError when the file is not there or neither of both. */
export function kindOfFile(file: string): 'profile' | 'table' {
  const head = Buffer.alloc(APPLICATION_ID_OFFSET + 4);
  const length = readHead(file, head);
  const isDatabase = length === head.length && head.toString('latin1', 0, MAGIC.length) === MAGIC;
  const id = head.readUInt32BE(APPLICATION_ID_OFFSET);
  if (isDatabase && id === PROFILE.applicationId) return 'profile';
  if (isDatabase && id === TABLES.applicationId) return 'table';
  throw new DataError(`${file} is neither a neuos profile nor a neuos table file`, {
    suggestions: ['neuos profile', 'neuos build-tables'],
  });
}

function readHead(file: string, into: Buffer): number {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return readSync(descriptor, into);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw new DataError(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`, {
      suggestions: ['neuos profile', 'neuos build-tables'],
      cause,
    });
  }
}

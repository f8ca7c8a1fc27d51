import {DataError, EnvironmentError, NeuosError} from '../core/errors.js';
import type {DatabaseKind} from './database-kind.js';

/** The file in question, and what kind of database it should be. */
export interface Place {
  readonly file: string;
  readonly kind: DatabaseKind;
}

/** Runs `work` on the file at `place`; what SQLite or the file system refuses comes out in words for people. */
export function atPlace<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explain(place, error);
  }
}

/** Failures by the code that SQLite or the file system gives them: how it reads, and whether it is the data's fault. */
const CAUSES: readonly (readonly [codes: RegExp, explain: (place: Place, cause: unknown) => NeuosError])[] = [
  [/^SQLITE_NOTADB$/, notADatabase],
  [/^SQLITE_CORRUPT/, damaged],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|EFBIG)$/, diskFull],
  [/^SQLITE_(BUSY|LOCKED)/, heldByAnother],
  [/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST)/, notAccessible],
  [/^(SQLITE_IOERR|EIO)/, diskFailed],
];

function explain(place: Place, error: unknown): unknown {
  if (error instanceof NeuosError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const found = CAUSES.find(([codes]) => codes.test(code));
  return found === undefined ? error : found[1](place, error);
}

/** Another process, or another sweep in this one, writes the file. */
export function heldByAnother({file, kind}: Place, cause?: unknown): NeuosError {
  return new EnvironmentError(`${file} is being written by another process; one at a time may write a ${kind.noun}`, {
    suggestions: [`wait for the other ${kind.command} to end`, `${kind.command} --${kind.noun} other.sqlite`],
    cause,
  });
}

/** The file is something else than a SQLite database. */
function notADatabase({file, kind}: Place, cause: unknown): NeuosError {
  return new DataError(`${file} is not a SQLite database, so it cannot be a neuos ${kind.noun}`, {
    suggestions: [`${kind.command} --${kind.noun} other.sqlite`],
    cause,
  });
}

function damaged({file, kind}: Place, cause: unknown): NeuosError {
  return new DataError(`${file} is damaged: ${messageOf(cause)}`, {
    suggestions: [`restore ${file} from a copy`, `rm ${file} && ${kind.command}`],
    cause,
  });
}

function diskFull({file, kind}: Place, cause: unknown): NeuosError {
  return new EnvironmentError(`the disk is full while writing ${file}; what was committed before is kept`, {
    suggestions: ['free some space', `${kind.command}, which continues where it stopped`],
    cause,
  });
}

function notAccessible({file, kind}: Place, cause: unknown): NeuosError {
  return new EnvironmentError(`${file} cannot be opened: ${messageOf(cause)}`, {
    suggestions: [`${kind.command} --${kind.noun} in/a/folder/you/can/write.sqlite`],
    cause,
  });
}

function diskFailed({file}: Place, cause: unknown): NeuosError {
  return new EnvironmentError(`the disk fails under ${file}: ${messageOf(cause)}; what was committed before is kept`, {
    suggestions: ['look at the disk with dmesg'],
    cause,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

import {closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import type {BoardState} from '../core/board/nodes.js';
import type {BoardJournal, JournalEntry} from '../core/board/journal.js';
import {DataError, EnvironmentError} from '../core/errors.js';
import {codeOf} from './node-errors.js';
import type {SysfsTree} from './sysfs-tree.js';

/** Where the note lies, on the board's own disk: it has to outlive the process, and in a container the container. */
const JOURNAL = '/var/lib/neuos/board-state.json';
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The note on disk of the state that a board was found in. */
export class FileJournal implements BoardJournal {
  readonly file: string;

  constructor(tree: SysfsTree) {
    this.file = tree.locate(JOURNAL);
  }

  write(entry: JournalEntry): void {
    const draft = `${this.file}.new`;
    try {
      mkdirSync(path.dirname(this.file), {recursive: true, mode: 0o755});
      writeDurably(draft, `${JSON.stringify(entry, null, 2)}\n`);
      renameSync(draft, this.file);
      syncFolder(path.dirname(this.file));
    } catch (error) {
      const why = FULL.has(codeOf(error) ?? '') ? 'the disk is full' : String(codeOf(error) ?? error);
      throw new EnvironmentError(`${this.file} cannot be written: ${why}; no clock was changed`, {
        suggestions: ['free some space', 'run it as root, such as sudo neuos doctor'],
        cause: error,
      });
    }
  }

  read(): JournalEntry | undefined {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new EnvironmentError(`${this.file} cannot be read: ${String(codeOf(error) ?? error)}`, {
        suggestions: ['sudo neuos restore'],
        cause: error,
      });
    }
    return parse(text, this.file);
  }

  remove(): void {
    rmSync(this.file, {force: true});
    syncFolder(path.dirname(this.file));
  }
}

function parse(text: string, file: string): JournalEntry {
  try {
    const entry = JSON.parse(text) as JournalEntry;
    if (isState(entry.state)) return entry;
  } catch {
    // Falls through: what is no JSON is as damaged as what is no state.
  }
  throw new DataError(`${file} is damaged: it holds no state of a board`, {
    suggestions: ['restart the board, which resets its clocks', `rm ${file}`],
  });
}

function isState(state: BoardState | undefined): boolean {
  return state !== undefined && Array.isArray(state.onlineCpus) && typeof state.limits === 'object';
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'w', 0o644);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A rename counts after a power cut only once its folder is on disk. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

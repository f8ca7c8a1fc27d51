import type {BoardState, NodeWrite} from './nodes.js';

/** What a process noted before its first write to a clock. */
export interface JournalEntry {
  /** What `--board` was given. */
  readonly board: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly writtenAt: string;
  /** The kernel's id of the boot it was written in; a later boot has reset the clocks by itself. */
  readonly bootId: string;
  /** What is to be put back. */
  readonly state: BoardState;
}

/** Port to the note on disk that outlives the process: one per board. */
export interface BoardJournal {
  /** For messages. */
  readonly file: string;
  /** Returns once the entry would survive a power cut. **Errors:** EnvironmentError when it cannot be written. */
  write(entry: JournalEntry): void;
  /** The entry of a process that did not put its board back; undefined when there is none. **Errors:** DataError when damaged. */
  read(): JournalEntry | undefined;
  remove(): void;
}

/** What putting a board back came to. */
export interface Restoration {
  /** What was noted, without the state; absent where nothing was left to be put back. */
  readonly note?: Omit<JournalEntry, 'state'>;
  readonly writes: readonly NodeWrite[];
  readonly dryRun: boolean;
}

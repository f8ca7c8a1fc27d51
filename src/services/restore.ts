import type {BoardJournal, Restoration} from '../core/board/journal.js';
import type {BoardState, NodeWrite} from '../core/board/nodes.js';

export interface RestoreInputs {
  readonly journal: BoardJournal;
  /** Keeps other processes from driving the board meanwhile. */
  readonly lock: () => {release(): void};
  /** The writes that would bring the state back; writes nothing. */
  readonly plan: (state: BoardState) => readonly NodeWrite[];
  /** @returns the first failure */
  readonly putBack: (state: BoardState) => Error | undefined;
}

/**
 * Gives a board back the state in which a process that was killed had found it.
 *
 * **Errors:** EnvironmentError when another process drives the board, or a node cannot be put back; then the note stays.
 */
export function restore({journal, lock, plan, putBack}: RestoreInputs, dryRun: boolean): Restoration {
  const held = lock();
  try {
    const entry = journal.read();
    if (entry === undefined) return {writes: [], dryRun};
    const {state, ...note} = entry;
    const writes = plan(state);
    if (dryRun) return {note, writes, dryRun};
    const failure = putBack(state);
    if (failure !== undefined) throw failure;
    journal.remove();
    return {note, writes, dryRun};
  } finally {
    held.release();
  }
}

import type {ConcurrentMachine} from '../core/schedule/machine.js';
import type {JobBook} from './job-book.js';

/**
 * Every instance on its own, as the paper did: whoever is at a layer boundary decides for itself and goes on, and the
 * layers that run at once share the board. What is decided for one holds for all of them.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4: one thread per DNN instance.
 */
export async function dispatchConcurrently(
  book: JobBook,
  machine: ConcurrentMachine,
  signal: AbortSignal,
): Promise<void> {
  const inFlight = new Set<number>();
  while (!signal.aborted) {
    await book.breathe();
    book.release();
    const next = waiting(book, inFlight);
    if (next !== undefined) {
      const execution = await book.prepare(next);
      if (execution === undefined) continue;
      machine.beginLayer(execution);
      inFlight.add(next);
      continue;
    }
    if (inFlight.size === 0 && !book.expectsReleases) return;
    const releaseUs = book.state.instances[book.state.nextToRelease()]?.nextReleaseUs ?? Infinity;
    const ended = await machine.advance(releaseUs);
    if (ended === undefined) continue;
    inFlight.delete(ended.execution.instance);
    await book.book(ended.execution, ended.latencyUs);
  }
}

/** The first instance that has a job and no layer running. */
function waiting({state}: JobBook, inFlight: ReadonlySet<number>): number | undefined {
  const found = state.instances.findIndex(({jobs}, instance) => jobs.length > 0 && !inFlight.has(instance));
  return found < 0 ? undefined : found;
}

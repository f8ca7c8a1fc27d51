import type {Machine} from '../core/schedule/machine.js';
import type {Policy} from '../core/schedule/policy.js';
import type {JobBook} from './job-book.js';

/**
 * One layer at a time: release, take the instance with the earliest deadline, decide, run its next layer, book it; again.
 * So the configuration is the right one for exactly that layer.
 */
export async function dispatchInTurn(
  book: JobBook,
  machine: Machine,
  policy: Policy,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await book.breathe();
    book.release();
    const running = book.state.earliestDeadline();
    if (running >= 0) {
      const execution = await book.prepare(running);
      if (execution !== undefined) await book.book(execution, await machine.runLayer(execution));
    } else if (book.expectsReleases) await rest(book, machine, policy);
    else return;
  }
}

async function rest(book: JobBook, machine: Machine, policy: Policy): Promise<void> {
  const next = book.state.nextToRelease();
  const releaseUs = book.state.instances[next]?.nextReleaseUs ?? machine.nowUs();
  const plan = policy.idle(book.state, next, machine.nowUs(), machine.configuration());
  await book.setConfiguration(plan.configuration);
  if (plan.wakeConfiguration !== plan.configuration) {
    await machine.idleUntil(plan.wakeUs);
    await book.setConfiguration(plan.wakeConfiguration);
  }
  await machine.idleUntil(releaseUs);
}

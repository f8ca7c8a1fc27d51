import type {Clock} from '../core/clock.js';
import {throwIfInterrupted} from '../core/errors.js';
import {median} from '../core/median.js';

const US_PER_MS = 1000;
const MIN_ROUNDS = 5;
const MAX_ROUNDS = 60;
/** Slow work gets fewer rounds: its times scatter less. */
const BUDGET_MS = 1500;

/** What timing needs beside the work itself. */
export interface TimingInputs {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Median times of several contestants, µs, in their order.
 *
 * They run in turn, in every second round backwards, so that a machine that heats up or slows down does so to all of
 * them alike. A first round warms up and is not counted.
 *
 * **Errors:** InterruptedError when the signal is aborted.
 */
export async function interleavedMedians(
  contestants: readonly (() => Promise<unknown>)[],
  {clock, signal}: TimingInputs,
): Promise<readonly number[]> {
  const timesUs: number[][] = contestants.map(() => []);
  const order = [...contestants.keys()];
  const runRound = async (counted: boolean) => {
    for (const index of order.reverse()) {
      throwIfInterrupted(signal, 'No time was kept.');
      const startMs = clock.nowMs();
      await contestants[index]?.();
      if (counted) timesUs[index]?.push((clock.nowMs() - startMs) * US_PER_MS);
    }
    await clock.breathe();
  };
  await runRound(false);
  const startMs = clock.nowMs();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round >= MIN_ROUNDS && clock.nowMs() - startMs > BUDGET_MS) break;
    await runRound(true);
  }
  return timesUs.map(median);
}

import type {EvaluationRow} from '../core/evaluation/cell.js';
import {summarizeRows, type PolicySummary} from '../core/evaluation/summarize-rows.js';
import {throwIfInterrupted} from '../core/errors.js';

/** Port of whatever works tasks off, some of them at the same time. */
export interface EvaluationPool<Task> {
  /** Works all tasks off. @param onRow - told of every row as it comes, in any order. */
  run(tasks: readonly Task[], signal: AbortSignal, onRow: (row: EvaluationRow) => void): Promise<void>;
}

export interface EvaluateInputs<Task> {
  readonly tasks: readonly Task[];
  readonly pool: EvaluationPool<Task>;
  /** How many rows the tasks yield together. */
  readonly rowCount: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (unit: string, done: number, total: number) => void;
}

/** Rows of every policy, cell, world and seed, and a summary for each policy. */
export interface Evaluation {
  readonly rows: readonly EvaluationRow[];
  readonly policies: readonly PolicySummary[];
}

/**
 * Compares policies with common random numbers. Rows are in an order that does not depend on who was done first.
 *
 * **Errors:** InterruptedError when the signal stops it.
 */
export async function evaluate<Task>(inputs: EvaluateInputs<Task>): Promise<Evaluation> {
  const {tasks, pool, rowCount, signal, onProgress} = inputs;
  const rows: EvaluationRow[] = [];
  await pool.run(tasks, signal, (row) => {
    rows.push(row);
    onProgress?.('runs', rows.length, rowCount);
  });
  throwIfInterrupted(signal, 'Nothing of an evaluation is kept.');
  const sorted = rows.toSorted((a, b) => compare(sortKey(a), sortKey(b)));
  return {rows: sorted, policies: summarizeRows(sorted)};
}

function sortKey({world, cohort, deadlineFactor, deadlineShare, withOffsets, seed}: EvaluationRow): string {
  const parts = [world.seed, world.drifted, world.transitionFactor, cohort, deadlineFactor, deadlineShare];
  return JSON.stringify([...parts, withOffsets, seed]);
}

/** Sorting is stable: policies stay in the order in which they ran. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

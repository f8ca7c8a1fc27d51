import {describe, expect, it} from 'vitest';
import {InterruptedError} from '../../../src/core/errors.js';
import type {EvaluationRow} from '../../../src/core/evaluation/cell.js';
import {evaluate, type EvaluationPool} from '../../../src/services/evaluate.js';
import {evaluationRow} from '../../support/evaluation-row.js';

/** A pool whose tasks are their own rows. */
const POOL: EvaluationPool<EvaluationRow> = {
  run: (tasks, _signal, onRow) => {
    for (const row of tasks) onRow(row);
    return Promise.resolve();
  },
};

describe('evaluate', () => {
  const rows = ['small', 'large'].flatMap((cohort) =>
    (['max-n', 'neuos'] as const).map((policy) => evaluationRow({cohort, policy})),
  );
  const signal = new AbortController().signal;

  it('gives the same rows in whatever order they come', async () => {
    const inputs = {pool: POOL, rowCount: rows.length, signal};
    const swapped = [...rows.slice(2), ...rows.slice(0, 2)];
    const [one, other] = [await evaluate({...inputs, tasks: rows}), await evaluate({...inputs, tasks: swapped})];
    expect(one).toEqual(other);
    expect(one.policies.map(({policy}) => policy)).toEqual(['max-n', 'neuos']);
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    const onProgress = (_unit: string, done: number) => seen.push(done);
    await evaluate({tasks: rows, pool: POOL, rowCount: rows.length, signal, onProgress});
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('ends when it is interrupted', async () => {
    const inputs = {tasks: rows, pool: POOL, rowCount: rows.length, signal: AbortSignal.abort()};
    await expect(evaluate(inputs)).rejects.toThrow(InterruptedError);
  });
});

import {parentPort} from 'node:worker_threads';
import type {EvaluationRow} from '../core/evaluation/cell.js';
import {runEvaluationTask, type EvaluationTask} from './evaluation-task.js';

/** What the pool sends: work, or the wish that it ends at the next clean place. */
export type ToWorker = {readonly kind: 'task'; readonly task: EvaluationTask} | {readonly kind: 'stop'};

/** What comes back. */
export type FromWorker =
  | {readonly kind: 'row'; readonly row: EvaluationRow}
  | {readonly kind: 'done'}
  | {readonly kind: 'failed'; readonly error: unknown};

const stop = new AbortController();

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') stop.abort();
  else void work(message.task);
});

async function work(task: EvaluationTask): Promise<void> {
  try {
    await runEvaluationTask(task, stop.signal, (row) => {
      send({kind: 'row', row});
    });
    send({kind: 'done'});
  } catch (error) {
    send({kind: 'failed', error});
  }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

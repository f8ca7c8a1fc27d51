import {existsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import type {EvaluationRow} from '../core/evaluation/cell.js';
import type {EvaluationPool} from '../services/evaluate.js';
import {runEvaluationTask, type EvaluationTask} from './evaluation-task.js';
import type {FromWorker, ToWorker} from './evaluation-worker.js';

const WORKER = new URL('evaluation-worker.js', import.meta.url);

/** A thread for each core; where the program runs from its sources, one task after the other in this thread. */
export function openEvaluationPool(): EvaluationPool<EvaluationTask> {
  return existsSync(fileURLToPath(WORKER)) ? new ThreadPool(availableParallelism()) : ONE_BY_ONE;
}

const ONE_BY_ONE: EvaluationPool<EvaluationTask> = {
  run: async (tasks, signal, onRow) => {
    for (const task of tasks) await runEvaluationTask(task, signal, onRow);
  },
};

/** Threads that each take the next task when they are done with one. */
class ThreadPool implements EvaluationPool<EvaluationTask> {
  constructor(readonly threads: number) {}

  async run(tasks: readonly EvaluationTask[], signal: AbortSignal, onRow: (row: EvaluationRow) => void): Promise<void> {
    const queue = [...tasks];
    const count = Math.min(this.threads, tasks.length);
    const workers = Array.from({length: count}, () => new Worker(WORKER));
    const stop = () => {
      queue.length = 0;
      for (const worker of workers) tell(worker, {kind: 'stop'});
    };
    signal.addEventListener('abort', stop);
    try {
      await Promise.all(workers.map((worker) => workOff(worker, queue, onRow)));
    } finally {
      signal.removeEventListener('abort', stop);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }
}

/** Gives a thread one task after the other until none is left. Rejects with the error of a task that fails. */
function workOff(worker: Worker, queue: EvaluationTask[], onRow: (row: EvaluationRow) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const task = queue.shift();
      if (task === undefined) resolve();
      else tell(worker, {kind: 'task', task});
    };
    worker.on('error', reject);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'row') onRow(message.row);
      else if (message.kind === 'done') next();
      else reject(message.error instanceof Error ? message.error : new Error(String(message.error)));
    });
    next();
  });
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

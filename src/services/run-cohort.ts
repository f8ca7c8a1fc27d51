import type {CohortRun} from '../core/schedule/records.js';
import {dispatchConcurrently} from './dispatch-concurrently.js';
import {dispatchInTurn} from './dispatch-in-turn.js';
import {JobBook} from './job-book.js';
import type {RunCohortInputs} from './run-cohort-inputs.js';

/** Runs a cohort to its end, or until the signal stops it at a layer boundary. */
export async function runCohort(inputs: RunCohortInputs): Promise<CohortRun> {
  const {machine, policy, signal} = inputs;
  const book = new JobBook(inputs);
  await book.start();
  if ('runLayer' in machine) await dispatchInTurn(book, machine, policy, signal);
  else await dispatchConcurrently(book, machine, signal);
  return book.result();
}

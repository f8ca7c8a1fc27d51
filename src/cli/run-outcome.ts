import {DeadlineMissError, InterruptedError, type NeuosError} from '../core/errors.js';
import type {CohortSummary} from '../core/schedule/summary.js';

/**
 * What a finished run has to answer for, beside its summary; undefined when all is well.
 *
 * @param interrupted - by a signal; being stopped by `neuos ctl stop` is no problem.
 * @param allowed - share of jobs that may miss their deadline; any when absent.
 */
export function outcomeOf(
  {missRate, missed, jobs}: CohortSummary,
  interrupted: boolean,
  allowed: number | undefined,
): NeuosError | undefined {
  if (interrupted) return new InterruptedError(`Interrupted after ${jobs} jobs; the summary is of these.`);
  if (allowed === undefined || missRate <= allowed) return undefined;
  return new DeadlineMissError(
    `${missed} of ${jobs} jobs missed their deadline: ${percent(missRate)}, allowed is ${percent(allowed)}`,
    {suggestions: ['neuos run with longer periods or fewer networks']},
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

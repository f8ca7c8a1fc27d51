import type {JobLog} from '../core/schedule/job-log.js';
import {summarize, type CohortSummary, type SummaryFacts} from '../core/schedule/summary.js';
import {runCohort, type RunCohortInputs} from './run-cohort.js';

export interface RunAndSummarizeInputs extends RunCohortInputs {
  readonly facts: Omit<SummaryFacts, 'accuracyTableHits' | 'seconds' | 'specs'>;
  /** Counts look-ups in accuracy tables; 0 under policies without any. */
  readonly accuracyTableHits: () => number;
  readonly log?: JobLog | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Runs a cohort, writes its jobs down as they finish, and puts the records together. */
export async function runAndSummarize(inputs: RunAndSummarizeInputs): Promise<CohortSummary> {
  const {clock, jobs, log, onProgress, observer} = inputs;
  let done = 0;
  const startedMs = clock.nowMs();
  const run = await runCohort({
    ...inputs,
    observer: {
      ...observer,
      onJob: (job) => {
        done += 1;
        log?.write(job);
        onProgress?.(done, jobs);
        observer?.onJob?.(job);
      },
    },
  });
  return summarize(run, {
    ...inputs.facts,
    specs: inputs.instances,
    accuracyTableHits: inputs.accuracyTableHits(),
    seconds: (clock.nowMs() - startedMs) / 1000,
  });
}

import type {JobLog} from '../core/schedule/job-log.js';
import type {CohortObserver} from '../core/schedule/records.js';
import type {CohortStatus} from '../core/schedule/status.js';
import {summarize, type CohortSummary, type SummaryFacts} from '../core/schedule/summary.js';
import {CohortMonitor} from './cohort-monitor.js';
import {runCohort} from './run-cohort.js';
import type {RunCohortInputs} from './run-cohort-inputs.js';

/** How often whoever watches is told. */
const WATCH_MS = 100;

export interface RunAndSummarizeInputs extends Omit<RunCohortInputs, 'observer'> {
  readonly facts: Omit<SummaryFacts, 'accuracyTableHits' | 'seconds' | 'specs' | 'initialMode'>;
  /** Counts look-ups in accuracy tables; 0 under policies without any. */
  readonly accuracyTableHits: () => number;
  /** Kept up to date while the cohort runs. */
  readonly status: CohortStatus;
  readonly log?: JobLog | undefined;
  /** Told the status some times a second. */
  readonly watch?: ((status: CohortStatus) => void) | undefined;
}

/** Runs a cohort, writes its jobs down as they finish, and puts the records together. */
export async function runAndSummarize(inputs: RunAndSummarizeInputs): Promise<CohortSummary> {
  const {clock, machine, status} = inputs;
  const monitor = new CohortMonitor(status, () => machine.energyUj());
  const startedMs = clock.nowMs();
  const run = await runCohort({...inputs, observer: observe(inputs, monitor)});
  return summarize(run, {
    ...inputs.facts,
    mode: status.mode,
    initialMode: inputs.facts.mode,
    specs: inputs.instances,
    accuracyTableHits: inputs.accuracyTableHits(),
    seconds: (clock.nowMs() - startedMs) / 1000,
  });
}

function observe({clock, log, watch, status}: RunAndSummarizeInputs, monitor: CohortMonitor): CohortObserver {
  let watchAtMs = clock.nowMs();
  return {
    onBoundary: (boundary) => {
      monitor.onBoundary(boundary);
      if (watch === undefined || clock.nowMs() < watchAtMs) return;
      watchAtMs = clock.nowMs() + WATCH_MS;
      watch(status);
    },
    onJob: (job) => {
      monitor.onJob(job);
      log?.write(job);
    },
  };
}

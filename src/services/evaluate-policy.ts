import type {Clock} from '../core/clock.js';
import type {EvaluationRow} from '../core/evaluation/cell.js';
import type {InstanceSpec} from '../core/schedule/instance.js';
import type {ConcurrentMachine, Machine} from '../core/schedule/machine.js';
import type {Policy} from '../core/schedule/policy.js';
import type {JobRecord} from '../core/schedule/records.js';
import {summarizeLatency} from '../core/schedule/summary.js';
import type {NetworkReference} from '../core/tables/tables.js';
import {runCohort} from './run-cohort.js';

export interface EvaluatePolicyInputs {
  readonly instances: readonly InstanceSpec[];
  readonly networks: readonly NetworkReference[];
  readonly policy: Policy;
  readonly machine: Machine | ConcurrentMachine;
  readonly jobs: number;
  /** The last deadline: whoever is done before rests until then, so that energies are of the same time. */
  readonly untilUs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What a run shows of itself; what it is compared with is somebody else's. */
export type PolicyOutcome = Pick<
  EvaluationRow,
  | 'jobs'
  | 'missed'
  | 'durationUs'
  | 'energyUj'
  | 'latencyUs'
  | 'latencyShare'
  | 'transitions'
  | 'configurationsUsed'
  | 'predictedLoss'
>;

/** The outcome, and when each job was done, µs: `[instance][job]`. */
export interface PolicyRun extends PolicyOutcome {
  readonly finishesUs: readonly Float64Array[];
}

/** Runs a cohort under a policy, nothing computed, to the end of its last deadline. */
export async function evaluatePolicy(inputs: EvaluatePolicyInputs): Promise<PolicyRun> {
  const {machine, instances, untilUs} = inputs;
  const run = await runCohort({...inputs, execute: 0});
  if ('idleUntil' in machine) await machine.idleUntil(untilUs);
  else if (machine.nowUs() < untilUs) await machine.advance(untilUs);
  const deadlineUs = (job: JobRecord) => instances[job.instance]?.relativeDeadlineUs ?? NaN;
  return {
    jobs: run.jobs.length,
    missed: run.jobs.filter(({missed}) => missed).length,
    durationUs: machine.nowUs(),
    energyUj: machine.energyUj(),
    latencyUs: summarizeLatency(sorted(run.jobs, latencyOf)),
    latencyShare: summarizeLatency(sorted(run.jobs, (job) => latencyOf(job) / deadlineUs(job))),
    transitions: run.transitions,
    configurationsUsed: run.configurationsUsed,
    predictedLoss: run.jobs.reduce((total, {predictedLoss}) => total + predictedLoss, 0) / run.jobs.length,
    finishesUs: finishTimes(run.jobs, instances.length),
  };
}

/** When each job was done, µs: `[instance][job]`. */
export function finishTimes(jobs: readonly JobRecord[], instances: number): readonly Float64Array[] {
  const own = Array.from({length: instances}, (_, instance) => jobs.filter((job) => job.instance === instance));
  return own.map((records) => {
    const finishesUs = new Float64Array(records.length);
    for (const {ordinal, finishUs} of records) finishesUs[ordinal] = finishUs;
    return finishesUs;
  });
}

function latencyOf({releaseUs, finishUs}: JobRecord): number {
  return finishUs - releaseUs;
}

function sorted(jobs: readonly JobRecord[], value: (job: JobRecord) => number): Float64Array {
  return Float64Array.from(jobs, value).sort();
}

import type {Clock} from '../core/clock.js';
import type {InstanceSpec} from '../core/schedule/instance.js';
import type {AnswerEngine, ConcurrentMachine, Machine} from '../core/schedule/machine.js';
import type {Policy} from '../core/schedule/policy.js';
import type {CohortObserver} from '../core/schedule/records.js';
import type {NetworkReference} from '../core/tables/tables.js';

/** A cohort, what decides for it and what it runs on. */
export interface RunCohortInputs {
  readonly instances: readonly InstanceSpec[];
  readonly networks: readonly NetworkReference[];
  readonly policy: Policy;
  /** What it can do decides how layers are dispatched: one at a time, or every instance on its own. */
  readonly machine: Machine | ConcurrentMachine;
  /** Absent when no answers are wanted. */
  readonly answers?: AnswerEngine;
  /** How many jobs are released, over all instances. */
  readonly jobs: number;
  /** How many of them, evenly spread, are computed for real. */
  readonly execute: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly observer?: CohortObserver;
}

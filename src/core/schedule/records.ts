import type {Job} from './instance.js';
import type {JobAnswers} from './machine.js';

/** One finished job. */
export interface JobRecord extends Job {
  /** When its first layer started; its finish, when it was given up before that. */
  readonly startUs: number;
  readonly finishUs: number;
  readonly missed: boolean;
  /** Whether it was stopped at a layer boundary because its deadline had passed. */
  readonly aborted: boolean;
  /** Loss that the tables predict for the variants it ran, as a fraction of its answers. */
  readonly predictedLoss: number;
  /** Variant of each layer that ran. */
  readonly variants: readonly number[];
  /** Judged answers; absent when the job was only simulated. */
  readonly answers?: JobAnswers;
}

/** One decision at a layer boundary. */
export interface BoundaryRecord {
  readonly timeUs: number;
  readonly instance: number;
  readonly job: number;
  readonly layer: number;
  readonly lagUs: number;
  readonly configuration: number;
  readonly variant: number;
  readonly shortfallUs: number;
}

/** Who wants to know what happens while a cohort runs. */
export interface CohortObserver {
  onBoundary?(boundary: BoundaryRecord): void;
  onJob?(job: JobRecord): void;
}

/** What happened, in order of finish. */
export interface CohortRun {
  readonly jobs: readonly JobRecord[];
  /** Releases left out after a miss. */
  readonly skipped: number;
  readonly durationUs: number;
  readonly energyUj: number;
  /** Changes of configuration, each of one or more knobs. */
  readonly transitions: number;
  readonly configurationsUsed: number;
  /** What each decision took, µs of real time. */
  readonly decisionsUs: readonly number[];
  /** Largest shortfall that a decision had to accept, µs. */
  readonly shortfallUs: number;
  readonly interrupted: boolean;
}

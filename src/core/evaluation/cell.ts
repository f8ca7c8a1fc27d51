import type {InstanceSpec} from '../schedule/instance.js';
import type {LatencySummary} from '../schedule/summary.js';
import type {CohortShape, CohortTiming} from './cohort-shape.js';

/** Policies that can be compared. The bounds are no policies: they say how little energy would have done. */
export const EVALUATED_POLICIES = [
  'max-n',
  'max-q',
  'neuos',
  'neuos-layer',
  'neuos-balanced',
  'neuos-max-accuracy',
  'neuos-concurrent',
  'neuos-paper',
  'oracle-static',
  'oracle-bound',
  'oracle-bound-free',
] as const;

/** One of {@link EVALUATED_POLICIES}. */
export type EvaluatedPolicy = (typeof EVALUATED_POLICIES)[number];

/** Policies that give every instance an executor of its own; the others take turns. */
export const CONCURRENT_POLICIES: ReadonlySet<EvaluatedPolicy> = new Set(['neuos-concurrent', 'neuos-paper']);

/** A board that things are evaluated on. */
export interface EvaluatedWorld {
  readonly seed: number;
  /** Whether it is warmer and its memory slower than when the tables were made. */
  readonly drifted: boolean;
  /** Factor on the assumed times of transitions. */
  readonly transitionFactor: number;
}

/** A cohort in one timing: what every policy meets alike. */
export interface EvaluationCell extends CohortTiming {
  /** A shape, or the name of a cohort file. */
  readonly cohort: string;
  /** Instances as given by a file; a shape's follow from the networks' times. */
  readonly instances: CohortShape | readonly InstanceSpec[];
}

/** How one policy did in one cell, world and seed. */
export interface EvaluationRow extends CohortTiming {
  readonly cohort: string;
  readonly world: EvaluatedWorld;
  /** Seed of execution noise. */
  readonly seed: number;
  readonly policy: EvaluatedPolicy;
  readonly jobs: number;
  readonly missed: number;
  /** From the first release to the last deadline, or to the last finish where that is later. */
  readonly durationUs: number;
  readonly energyUj: number;
  /**
   * Energy relative to the oracle's bound with the times of transitions, and to the one without: what schedules draw at
   * least in which every job is done by its deadline, or no later than in this run where it was late here.
   */
  readonly toBound: number;
  readonly toFreeBound: number;
  /** Relative to the bound with transitions that knows of no deadline but the last one. */
  readonly toUtilisationBound: number;
  /** Null for bounds, which run nothing. */
  readonly latencyUs: LatencySummary | null;
  /** As a share of the relative deadline. */
  readonly latencyShare: LatencySummary | null;
  readonly transitions: number;
  readonly configurationsUsed: number;
  /** Loss that the tables predict, mean over all jobs, as a fraction of answers. */
  readonly predictedLoss: number;
}

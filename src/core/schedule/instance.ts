/** What an instance does once its job has missed its deadline. */
export const MISS_ACTIONS = ['finish', 'skip-next', 'abort'] as const;
/** One of {@link MISS_ACTIONS}: run the job to its end, leave the next release out, or stop the job. */
export type MissAction = (typeof MISS_ACTIONS)[number];

/** One network of a cohort, as it is asked for. */
export interface InstanceSpec {
  readonly name: string;
  /** Position of its network in the tables. */
  readonly network: number;
  readonly periodUs: number;
  /** Budget from release to deadline; may be shorter or longer than the period. */
  readonly relativeDeadlineUs: number;
  /** Release of the first job. */
  readonly offsetUs: number;
  readonly onMiss: MissAction;
  /** Weight of a met deadline when not all can be met. */
  readonly criticality: number;
}

/** One execution of an instance's network. */
export interface Job {
  readonly instance: number;
  /** Counts the instance's releases from 0. */
  readonly ordinal: number;
  readonly releaseUs: number;
  readonly deadlineUs: number;
}

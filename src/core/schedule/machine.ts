/** What a cohort runs on while it is scheduled: a board, real or simulated, with its clock. */

/** Which layer of which job. */
export interface LayerExecution {
  readonly instance: number;
  /** Counts the instance's releases from 0. */
  readonly job: number;
  /** Position of the network in the tables. */
  readonly network: number;
  readonly layer: number;
  readonly variant: number;
}

/** Port of a board as time passes on it: virtual time on a simulated one, real time on a real one. */
export interface BoardInTime {
  /** Time since the start of the run, µs. */
  nowUs(): number;
  /** Configuration in force. */
  configuration(): number;
  /** Energy since the start of the run, µJ. */
  energyUj(): number;
  /** Starts clock and energy at 0. */
  start(): void;
  /** Changes the configuration; takes the time of the transition. **Errors:** EnvironmentError when a knob does not take. */
  setConfiguration(configuration: number): void | Promise<void>;
}

/** A board that runs one layer at a time. */
export interface Machine extends BoardInTime {
  /** Runs one layer to its end. @returns how long it took, µs. */
  runLayer(execution: LayerExecution): number | Promise<number>;
  /** Lets time pass with nothing running, until `timeUs` of {@link nowUs}. */
  idleUntil(timeUs: number): void | Promise<void>;
}

/** A board on which the layers of several instances run at once and share it. */
export interface ConcurrentMachine extends BoardInTime {
  /** Starts a layer; it runs while time passes. */
  beginLayer(execution: LayerExecution): void;
  /**
   * Lets time pass until the first running layer ends, or until `timeUs` when none ends before.
   *
   * @returns the layer that ended, if one did.
   */
  advance(timeUs: number): EndedLayer | undefined | Promise<EndedLayer | undefined>;
}

/** A layer that has ended. */
export interface EndedLayer {
  readonly execution: LayerExecution;
  readonly latencyUs: number;
}

/** Computes the answers of jobs for real, layer by layer. */
export interface AnswerEngine {
  /** Fetches the input of a job. */
  begin(instance: number, job: number): Promise<void>;
  runLayer(instance: number, layer: number, variant: number): Promise<void>;
  /** Ends the job and judges its answers. */
  finish(instance: number): Promise<JobAnswers>;
  release(): Promise<void>;
}

/** A job's answers, judged. */
export interface JobAnswers {
  readonly images: number;
  /** Answers that equal the label. */
  readonly correct: number;
  /** Labels that the original network gets right on the same images. */
  readonly correctOriginal: number;
}

import {ReferenceRun} from './reference-run.js';

/** Most of all jobs that may be late because clocks were slower than the reference, as a share. Chosen on tuning worlds. */
const MOST_SHARE = 0.0025;
/** So many deadlines can be saved up at most: a long quiet time is no licence for a bad one. */
const MOST_CREDIT = 2;
/** So many are borne in mind at most: after a bad time that clocks could do nothing about, caution ends some day. */
const MOST_DEBT = 6;
/** What a run begins with where none may be late; where some may, less. */
const STRICT_DEBT = 4;

/**
 * Books deadlines that were missed because clocks were slower than the reference: jobs that are late, and would not have been
 * at the reference. What makes jobs late anyway, an overload or an interference, is not booked: no clock could have helped.
 */
export class MissLedger {
  readonly #reference: ReferenceRun;
  readonly #share: number;
  #debt: number;

  /** @param maxMissShare - share of jobs that may be late for whatever reason. */
  constructor(instances: number, maxMissShare = 1) {
    this.#reference = new ReferenceRun(instances);
    this.#share = Math.min(MOST_SHARE, maxMissShare);
    this.#debt = STRICT_DEBT * (1 - this.#share / MOST_SHARE);
  }

  /** Deadlines that the clocks have cost beyond those that they may cost; negative while they may cost more. */
  get debt(): number {
    return this.#debt;
  }

  /**
   * A layer has run.
   *
   * @param releaseUs - of its job.
   * @param referenceUs - what the layer would have taken at the reference.
   */
  ran(instance: number, releaseUs: number, referenceUs: number): void {
    this.#reference.ran(instance, releaseUs, referenceUs);
  }

  /** The job that an instance's last layer belongs to is done at `nowUs`. */
  finished(instance: number, deadlineUs: number, nowUs: number): void {
    const lost = nowUs > deadlineUs && this.#reference.doneUs(instance) <= deadlineUs ? 1 : 0;
    this.#debt = Math.max(-MOST_CREDIT, Math.min(MOST_DEBT, this.#debt + lost - this.#share));
  }
}

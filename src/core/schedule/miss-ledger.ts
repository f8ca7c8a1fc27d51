/** Share of all jobs that may be late because the clocks were not at their fastest. Chosen on tuning worlds. */
const SHARE = 0.0045;

/**
 * Books deadlines that were missed because clocks were slower than the reference, and says whether more of that can be
 * afforded.
 *
 * Since the board was last idle, what was run would have taken its time at the reference. All that it took beyond that
 * (slower clocks, switches) is lent; a job that is late by no more than that is late for the clocks' sake. Whatever else makes
 * jobs late, an overload or an interference, is not booked: no clock could have helped.
 */
export class MissLedger {
  #busySinceUs = Infinity;
  #referenceUs = 0;
  #jobs = 0;
  #lost = 0;

  /** Whether the clocks may cost another deadline. */
  get hasCredit(): boolean {
    return this.#lost <= SHARE * this.#jobs;
  }

  /** Nothing is left to be done. */
  rest(): void {
    this.#busySinceUs = Infinity;
    this.#referenceUs = 0;
  }

  /**
   * A layer has run.
   *
   * @param releaseUs - of its job.
   * @param referenceUs - what the layer would have taken at the reference.
   */
  ran(releaseUs: number, referenceUs: number): void {
    if (this.#busySinceUs === Infinity) this.#busySinceUs = releaseUs;
    this.#referenceUs += referenceUs;
  }

  /** A job is done at `nowUs`. */
  finished(deadlineUs: number, nowUs: number): void {
    this.#jobs += 1;
    const lentUs = nowUs - this.#busySinceUs - this.#referenceUs;
    if (nowUs > deadlineUs && nowUs - lentUs <= deadlineUs) this.#lost += 1;
  }
}

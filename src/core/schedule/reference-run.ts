/** Stretches of idle time that are remembered; of more, the latest. */
const MOST_GAPS = 32;

interface Gap {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * When jobs would have been done, had every layer that ran been run at the reference: each as soon as its job was released, the
 * layer before it done, and the board free.
 *
 * Slower clocks let jobs pile up, and then the one that is due first goes first. So a layer may have waited for one of a job that
 * was released later; at the reference it would have run before that. Hence a layer takes time that is idle so far before it
 * takes time behind all others.
 */
export class ReferenceRun {
  /** When the last layer of each instance is done. */
  readonly #doneUs: Float64Array;
  /** When all layers are done. */
  #endUs = 0;
  /** Idle stretches before that, ascending. */
  #gaps: Gap[] = [];

  constructor(instances: number) {
    this.#doneUs = new Float64Array(instances);
  }

  /** When an instance's layers so far would have been done. */
  doneUs(instance: number): number {
    return this.#doneUs[instance] ?? 0;
  }

  /**
   * A layer has run.
   *
   * @param releaseUs - of its job.
   * @param referenceUs - what it would have taken at the reference.
   */
  ran(instance: number, releaseUs: number, referenceUs: number): void {
    const readyUs = Math.max(releaseUs, this.doneUs(instance));
    const leftUs = this.#fillGaps(instance, readyUs, referenceUs);
    if (leftUs <= 0) return;
    const startUs = Math.max(this.#endUs, readyUs);
    if (startUs > this.#endUs) this.#gaps.push({fromUs: this.#endUs, toUs: startUs});
    if (this.#gaps.length > MOST_GAPS) this.#gaps.shift();
    this.#endUs = startUs + leftUs;
    this.#doneUs[instance] = this.#endUs;
  }

  /** @returns what idle time had no room for. */
  #fillGaps(instance: number, readyUs: number, us: number): number {
    if ((this.#gaps.at(-1)?.toUs ?? -Infinity) <= readyUs) return us;
    let leftUs = us;
    const gaps: Gap[] = [];
    for (const gap of this.#gaps) {
      const startUs = Math.max(gap.fromUs, readyUs);
      const endUs = Math.min(gap.toUs, startUs + leftUs);
      if (endUs <= startUs) {
        gaps.push(gap);
        continue;
      }
      leftUs -= endUs - startUs;
      this.#doneUs[instance] = endUs;
      if (gap.fromUs < startUs) gaps.push({fromUs: gap.fromUs, toUs: startUs});
      if (endUs < gap.toUs) gaps.push({fromUs: endUs, toUs: gap.toUs});
    }
    this.#gaps = gaps;
    return leftUs;
  }
}

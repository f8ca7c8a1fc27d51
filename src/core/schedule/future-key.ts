import type {PlanSet} from '../tables/tables.js';
import type {CohortState} from './cohort-state.js';
import type {Margin} from './margin.js';
import type {Reserve} from './reserve.js';

/** Most releases to come that are looked at. */
const MOST_RELEASES = 64;

/**
 * The least urgent key under which all releases to come meet their deadlines among themselves, however soon the jobs of now
 * are done: in every stretch of time from a release to a deadline, the jobs that lie within it have to fit.
 *
 * Jobs of now may be given time that those to come cannot use; without this key, plans too slow for what is to come would
 * be refused now.
 *
 * **Source:** processor demand analysis of earliest-deadline-first (Baruah, Rosier, Howell 1990), on the releases ahead.
 */
export class FutureKey {
  readonly #plans: PlanSet;
  readonly #margin: Margin;
  readonly #releasesUs = new Float64Array(MOST_RELEASES);
  readonly #deadlinesUs = new Float64Array(MOST_RELEASES);
  readonly #owners = new Int32Array(MOST_RELEASES);
  #count = 0;
  #key = 0;
  /** Releases so far when the key was found, and the reserve that it was found with. */
  #releases = -1;
  #reserve: Reserve | undefined;

  constructor(plans: PlanSet, margin: Margin) {
    this.#plans = plans;
    this.#margin = margin;
  }

  /** The key; the most urgent one where none suffices. It is looked for again whenever a job was released or the reserve is another. */
  of(state: CohortState, reserve: Reserve): number {
    let releases = 0;
    for (const instance of state.instances) releases += instance.releases;
    if (releases === this.#releases && reserve === this.#reserve) return this.#key;
    this.#releases = releases;
    this.#reserve = reserve;
    this.#list(state);
    this.#key = 0;
    for (let start = 0; start < this.#count; start += 1) {
      this.#key = this.#keyFrom(state, reserve, this.#releasesUs[start] ?? 0, this.#key);
    }
    return this.#key;
  }

  /** Lists releases up to the second next one of the instance that is released most seldom, by deadline. */
  #list({instances}: CohortState): void {
    let horizonUs = 0;
    for (const {nextReleaseUs, spec} of instances) {
      if (nextReleaseUs < Infinity) horizonUs = Math.max(horizonUs, nextReleaseUs + spec.periodUs);
    }
    this.#count = 0;
    for (let i = 0; i < instances.length; i += 1) {
      const instance = instances[i];
      if (instance === undefined) continue;
      const {spec, nextReleaseUs} = instance;
      for (let us = nextReleaseUs; us < horizonUs && this.#count < MOST_RELEASES; us += spec.periodUs) {
        this.#insert(us, us + spec.relativeDeadlineUs, i);
      }
    }
  }

  #insert(releaseUs: number, deadlineUs: number, owner: number): void {
    let at = this.#count;
    for (; at > 0 && (this.#deadlinesUs[at - 1] ?? 0) > deadlineUs; at -= 1) {
      this.#releasesUs[at] = this.#releasesUs[at - 1] ?? 0;
      this.#deadlinesUs[at] = this.#deadlinesUs[at - 1] ?? 0;
      this.#owners[at] = this.#owners[at - 1] ?? 0;
    }
    this.#releasesUs[at] = releaseUs;
    this.#deadlinesUs[at] = deadlineUs;
    this.#owners[at] = owner;
    this.#count += 1;
  }

  /** The least urgent key from `key` on that suffices in all stretches that begin at `startUs`. */
  #keyFrom(state: CohortState, reserve: Reserve, startUs: number, key: number): number {
    const most = this.#plans.keys.length - 1;
    while (key < most && !this.#fits(state, reserve, startUs, key)) key += 1;
    return key;
  }

  #fits({instances}: CohortState, reserve: Reserve, startUs: number, key: number): boolean {
    const most = this.#plans.keys.length - 1;
    let timeUs = 0;
    let reserveUs = 0;
    for (let at = 0; at < this.#count; at += 1) {
      if ((this.#releasesUs[at] ?? 0) < startUs) continue;
      const instance = instances[this.#owners[at] ?? 0];
      const plan = instance === undefined ? undefined : this.#plans.networks[instance.spec.network];
      if (instance === undefined || plan === undefined) continue;
      const factor = instance.correction.value;
      const jobUs = factor * (plan.jobTimeUs[key] ?? 0);
      const madeUs = Math.max(0, jobUs - factor * (plan.jobTimeUs[most] ?? 0));
      timeUs += jobUs;
      reserveUs = Math.max(reserveUs - madeUs, factor * reserve.jobUs(instance.spec.network, key));
      if (this.#margin.workFactor * timeUs + reserveUs > (this.#deadlinesUs[at] ?? 0) - startUs) return false;
    }
    return true;
  }
}

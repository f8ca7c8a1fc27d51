import {planOffset, type NetworkPlans, type PlanSet} from '../tables/tables.js';
import type {CohortState, InstanceState} from './cohort-state.js';

/** Jobs of one instance that a checkpoint list can hold beside its next release; more are counted, not listed. */
const LISTED_JOBS = 3;

/** Where a cohort stands when its demand is asked for. */
export interface DemandMoment {
  readonly state: CohortState;
  readonly plans: PlanSet;
  /** Configuration in force, as a position among the slow state's candidates. */
  readonly inForce: number;
  /** Instance whose layer is about to start. */
  readonly running: number;
}

/** SpeedUps that variants give, by instance; 1 for the original. */
export interface Gains {
  readonly active: Float64Array;
  readonly toCome: Float64Array;
}

/**
 * What has to be done by when.
 *
 * Checkpoints are the deadlines of all released jobs and of the next release of every instance, ascending. For each
 * checkpoint and instance this knows whether the rest of the active job is due by then, and how many whole jobs are.
 *
 * **Source:** DESIGN.md §8.1; the demand bound function of earliest-deadline-first analysis, from now on.
 */
export class Demand {
  readonly deadlinesUs: Float64Array;
  /** Instance whose deadline each checkpoint is. */
  readonly owner: Int32Array;
  count = 0;
  /** Whether the rest of the active job counts: `[checkpoint × instances + instance]`. */
  readonly activeDue: Uint8Array;
  /** Whole jobs that count, released and to come; same shape. */
  readonly jobsDue: Int32Array;
  /** Largest latency tail of any layer that counts, µs, by checkpoint. */
  readonly tailsUs: Float64Array;
  readonly #instances: number;
  readonly #ownWorkOnly: boolean;

  /** @param ownWorkOnly - whether a checkpoint asks for its owner's work alone: layers run concurrently. */
  constructor(instances: number, ownWorkOnly = false) {
    this.#ownWorkOnly = ownWorkOnly;
    const most = instances * (LISTED_JOBS + 1);
    this.#instances = instances;
    this.deadlinesUs = new Float64Array(most);
    this.owner = new Int32Array(most);
    this.tailsUs = new Float64Array(most);
    this.activeDue = new Uint8Array(most * instances);
    this.jobsDue = new Int32Array(most * instances);
  }

  /** Lists the checkpoints of `state`. */
  collect(state: CohortState): void {
    this.count = 0;
    for (let i = 0; i < this.#instances; i += 1) {
      const instance = state.instances[i];
      if (instance === undefined) continue;
      const listed = Math.min(LISTED_JOBS, instance.jobs.length);
      for (let j = 0; j < listed; j += 1) this.#insert(instance.jobs[j]?.deadlineUs ?? Infinity, i);
      this.#insert(instance.nextReleaseUs + instance.spec.relativeDeadlineUs, i);
    }
    for (let c = 0; c < this.count; c += 1) this.#countDue(state, c);
  }

  /**
   * Time that the work due by a checkpoint takes under the plans of `key`, µs, each instance's by its own κ.
   *
   * @param moment - the configuration in force, and the instance whose layer is about to start; it counts even if it is
   *   due later, because a layer is not preempted.
   * @param gains - what variants are taken to speed each instance up by.
   */
  timeUs(moment: DemandMoment, checkpoint: number, key: number, gains: Gains): number {
    const first = this.#ownWorkOnly ? (this.owner[checkpoint] ?? 0) : 0;
    const end = this.#ownWorkOnly ? first + 1 : this.#instances;
    let total = 0;
    for (let i = first; i < end; i += 1) total += this.#instanceTimeUs(moment, i, checkpoint, key, gains);
    return total;
  }

  #instanceTimeUs(moment: DemandMoment, i: number, checkpoint: number, key: number, gains: Gains): number {
    const at = checkpoint * this.#instances + i;
    const jobs = this.jobsDue[at] ?? 0;
    const active = this.activeDue[at] === 1;
    if (!active && jobs === 0 && i !== moment.running) return 0;
    const instance = moment.state.instances[i];
    const plan = instance === undefined ? undefined : moment.plans.networks[instance.spec.network];
    if (instance === undefined || plan === undefined) return 0;
    let timeUs = (jobs * (plan.jobTimeUs[key] ?? 0)) / (gains.toCome[i] ?? 1);
    const gain = gains.active[i] ?? 1;
    if (active) timeUs += (plan.timeToGoUs[planOffset(plan, key, instance.layer, moment.inForce)] ?? 0) / gain;
    else if (i === moment.running) timeUs += nextLayerUs(plan, key, instance.layer, moment.inForce) / gain;
    return instance.correction.value * timeUs;
  }

  #insert(deadlineUs: number, owner: number): void {
    if (deadlineUs === Infinity) return;
    let at = this.count;
    while (at > 0 && (this.deadlinesUs[at - 1] ?? 0) > deadlineUs) {
      this.deadlinesUs[at] = this.deadlinesUs[at - 1] ?? 0;
      this.owner[at] = this.owner[at - 1] ?? 0;
      at -= 1;
    }
    this.deadlinesUs[at] = deadlineUs;
    this.owner[at] = owner;
    this.count += 1;
  }

  #countDue(state: CohortState, checkpoint: number): void {
    const deadlineUs = this.deadlinesUs[checkpoint] ?? 0;
    let tailUs = 0;
    for (let i = 0; i < this.#instances; i += 1) {
      const instance = state.instances[i];
      if (instance === undefined) continue;
      const whole = wholeJobsDue(instance, deadlineUs);
      const at = checkpoint * this.#instances + i;
      const activeDue = (instance.jobs[0]?.deadlineUs ?? Infinity) <= deadlineUs;
      this.activeDue[at] = activeDue ? 1 : 0;
      this.jobsDue[at] = whole;
      if (whole > 0) tailUs = Math.max(tailUs, instance.tailToGoUs[0] ?? 0);
      else if (activeDue) tailUs = Math.max(tailUs, instance.tailToGoUs[instance.layer] ?? 0);
    }
    this.tailsUs[checkpoint] = tailUs;
  }
}

/** Jobs due by `deadlineUs` that have not begun: released ones behind the active one, and releases to come. */
function wholeJobsDue({jobs, nextReleaseUs, spec}: InstanceState, deadlineUs: number): number {
  let whole = 0;
  for (let j = 1; j < jobs.length; j += 1) if ((jobs[j]?.deadlineUs ?? Infinity) <= deadlineUs) whole += 1;
  const toCome = Math.floor((deadlineUs - spec.relativeDeadlineUs - nextReleaseUs) / spec.periodUs) + 1;
  return toCome > 0 ? whole + toCome : whole;
}

/** Time of the layer about to start, and of the switch before it. */
function nextLayerUs(plan: NetworkPlans, key: number, layer: number, candidate: number): number {
  const start = planOffset(plan, key, layer, candidate);
  const chosen = plan.next[start] ?? 0;
  return (plan.timeToGoUs[start] ?? 0) - (plan.timeToGoUs[planOffset(plan, key, layer + 1, chosen)] ?? 0);
}

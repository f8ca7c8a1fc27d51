import {planOffset, type NetworkPlans, type PlanSet} from '../tables/tables.js';
import type {CohortState, InstanceState} from './cohort-state.js';
import type {Margin} from './margin.js';
import type {Reserve} from './reserve.js';

/** Released jobs of one instance that a checkpoint list can hold; more are counted, not listed. */
const LISTED_JOBS = 3;
/** Releases to come of one instance that it can hold. */
const LISTED_RELEASES = 3;
/** Deadlines that coincide may differ by a rounding: this many µs, or this share of a period. */
export const ROUNDING_US = 1e-6;

/** Where a cohort stands when its demand is asked for. */
export interface DemandMoment {
  readonly state: CohortState;
  readonly plans: PlanSet;
  readonly margin: Margin;
  readonly reserve: Reserve;
  /** Configuration in force, as a position among the slow state's candidates. */
  readonly inForce: number;
  /** Instance whose layer is about to start. */
  readonly running: number;
  /** How that layer is run, if not as the plans say. */
  readonly step?: LayerStep;
}

/** A layer run at some candidate, whatever is planned. */
export interface LayerStep {
  candidate: number;
  /** Of the switch and the layer, µs. */
  timeUs: number;
}

/** SpeedUps that variants give, by instance; 1 for the original. */
export interface Gains {
  readonly active: Float64Array;
  readonly toCome: Float64Array;
}

/**
 * What has to be done by when.
 *
 * Checkpoints are the deadlines of all released jobs and of the next release of every instance, ascending; where instances
 * are released more often than others, of some more. For each checkpoint and instance this knows whether the rest of the active job is due by then, and how many whole jobs are.
 *
 * **Source:** DESIGN.md §8.1; the demand bound function of earliest-deadline-first analysis, from now on.
 */
export class Demand {
  readonly deadlinesUs: Float64Array;
  /** Instance whose deadline each checkpoint is. */
  readonly owner: Int32Array;
  count = 0;
  /** Jobs that have not begun run under this key at least. */
  futureKey = 0;
  /** Whether the rest of the active job counts: `[checkpoint × instances + instance]`. */
  readonly activeDue: Uint8Array;
  /** Whole jobs that count, released and to come; same shape. */
  readonly jobsDue: Int32Array;
  /** Instances by the deadline of their active job. */
  readonly #order: Int32Array;
  #timeUs = 0;
  #reserveUs = 0;
  readonly #instances: number;
  readonly #ownWorkOnly: boolean;

  /** @param ownWorkOnly - whether a checkpoint asks for its owner's work alone: layers run concurrently. */
  constructor(instances: number, ownWorkOnly = false) {
    this.#ownWorkOnly = ownWorkOnly;
    const most = instances * (LISTED_JOBS + LISTED_RELEASES);
    this.#instances = instances;
    this.deadlinesUs = new Float64Array(most);
    this.owner = new Int32Array(most);
    this.#order = Int32Array.from({length: instances}, (_, i) => i);
    this.activeDue = new Uint8Array(most * instances);
    this.jobsDue = new Int32Array(most * instances);
  }

  /** Lists the checkpoints of `state`. */
  collect(state: CohortState): void {
    this.count = 0;
    const horizonUs = lastNextDeadlineUs(state);
    for (let i = 0; i < this.#instances; i += 1) {
      const instance = state.instances[i];
      if (instance === undefined) continue;
      const listed = Math.min(LISTED_JOBS, instance.jobs.length);
      for (let j = 0; j < listed; j += 1) this.#insert(instance.jobs[j]?.deadlineUs ?? Infinity, i);
      const {periodUs} = instance.spec;
      let deadlineUs = nextDeadlineUs(instance);
      for (let r = 0; r < LISTED_RELEASES && deadlineUs <= horizonUs + ROUNDING_US; r += 1, deadlineUs += periodUs) {
        this.#insert(deadlineUs, i);
      }
    }
    for (let c = 0; c < this.count; c += 1) this.#countDue(state, c);
    this.#sort(state);
  }

  #sort({instances}: CohortState): void {
    const deadlineUs = (i: number) => instances[i]?.jobs[0]?.deadlineUs ?? Infinity;
    for (let at = 1; at < this.#instances; at += 1) {
      const i = this.#order[at] ?? 0;
      let to = at;
      for (; to > 0 && deadlineUs(this.#order[to - 1] ?? 0) > deadlineUs(i); to -= 1) {
        this.#order[to] = this.#order[to - 1] ?? 0;
      }
      this.#order[to] = i;
    }
  }

  /**
   * Time that the work due by a checkpoint needs under the plans of `key`, µs, each instance's by its own κ: what it takes,
   * with the margin on it, and the reserve that an interference asks for.
   *
   * @param moment - the configuration in force, and the instance whose layer is about to start; it counts even if it is
   *   due later, because a layer is not preempted.
   * @param gains - what variants are taken to speed each instance up by.
   */
  neededUs(moment: DemandMoment, checkpoint: number, key: number, gains: Gains): number {
    const first = this.#ownWorkOnly ? (this.owner[checkpoint] ?? 0) : 0;
    const end = this.#ownWorkOnly ? first + 1 : this.#instances;
    this.#timeUs = 0;
    this.#reserveUs = 0;
    for (let order = 0; order < this.#instances; order += 1) {
      const i = this.#order[order] ?? 0;
      if (i >= first && i < end) this.#addActive(moment, i, checkpoint, key, gains);
    }
    for (let order = 0; order < this.#instances; order += 1) {
      const i = this.#order[order] ?? 0;
      if (i >= first && i < end) this.#addToCome(moment, i, checkpoint, key, gains);
    }
    return moment.margin.workFactor * this.#timeUs + this.#reserveUs;
  }

  /** Adds the rest of an active job, or the layer of it that is about to start. */
  #addActive(moment: DemandMoment, i: number, checkpoint: number, key: number, gains: Gains): void {
    const due = this.activeDue[checkpoint * this.#instances + i] === 1;
    if (!due && i !== moment.running) return;
    const {plans, state, reserve, inForce} = moment;
    const instance = state.instances[i];
    const plan = instance === undefined ? undefined : plans.networks[instance.spec.network];
    if (instance === undefined || plan === undefined) return;
    const factor = instance.correction.value / (gains.active[i] ?? 1);
    const step = i === moment.running ? moment.step : undefined;
    if (!due) {
      this.#add(factor * (step?.timeUs ?? nextLayerUs(plan, key, instance.layer, inForce)), 0, 0);
      return;
    }
    if (step !== undefined) {
      this.#addFromStep(moment, plan, instance, {key, factor, step});
      return;
    }
    const at = planOffset(plan, key, instance.layer, inForce);
    const timeUs = plan.timeToGoUs[at] ?? 0;
    const fastestUs = plan.timeToGoUs[planOffset(plan, plans.keys.length - 1, instance.layer, inForce)] ?? 0;
    this.#add(factor * timeUs, factor * (timeUs - fastestUs), factor * reserve.toGoUs(instance.spec.network, at));
  }

  /** Adds the rest of the running job: a layer as the step says, and the plan of `key` behind it. */
  #addFromStep(
    {plans, reserve}: DemandMoment,
    plan: NetworkPlans,
    {layer, spec}: InstanceState,
    {key, factor, step}: {readonly key: number; readonly factor: number; readonly step: LayerStep},
  ): void {
    const behindUs = plan.timeToGoUs[planOffset(plan, key, layer + 1, step.candidate)] ?? 0;
    const fastestUs = plan.timeToGoUs[planOffset(plan, plans.keys.length - 1, layer + 1, step.candidate)] ?? 0;
    const reserveUs = reserve.fromStepUs(spec.network, key, layer, step.candidate);
    this.#add(factor * (step.timeUs + behindUs), factor * (behindUs - fastestUs), factor * reserveUs);
  }

  /** Adds whole jobs. */
  #addToCome({plans, state, reserve}: DemandMoment, i: number, checkpoint: number, key: number, gains: Gains): void {
    const jobs = this.jobsDue[checkpoint * this.#instances + i] ?? 0;
    const instance = state.instances[i];
    const plan = instance === undefined ? undefined : plans.networks[instance.spec.network];
    if (jobs === 0 || instance === undefined || plan === undefined) return;
    const factor = instance.correction.value / (gains.toCome[i] ?? 1);
    const later = Math.max(key, this.futureKey);
    const timeUs = plan.jobTimeUs[later] ?? 0;
    const madeUs = timeUs - (plan.jobTimeUs[plans.keys.length - 1] ?? 0);
    this.#add(jobs * factor * timeUs, jobs * factor * madeUs, factor * reserve.jobUs(instance.spec.network, later));
  }

  /**
   * Adds work that runs behind what was added before.
   *
   * @param madeUs - what it could make up for, under the most urgent key.
   * @param reserveUs - what it asks for itself.
   */
  #add(timeUs: number, madeUs: number, reserveUs: number): void {
    this.#timeUs += timeUs;
    this.#reserveUs = Math.max(this.#reserveUs - Math.max(0, madeUs), reserveUs, 0);
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
    for (let i = 0; i < this.#instances; i += 1) {
      const instance = state.instances[i];
      if (instance === undefined) continue;
      const whole = wholeJobsDue(instance, deadlineUs);
      const at = checkpoint * this.#instances + i;
      const activeDue = (instance.jobs[0]?.deadlineUs ?? Infinity) <= deadlineUs + ROUNDING_US;
      this.activeDue[at] = activeDue ? 1 : 0;
      this.jobsDue[at] = whole;
    }
  }
}

/** Deadline of the next release. */
function nextDeadlineUs({nextReleaseUs, spec}: InstanceState): number {
  return nextReleaseUs + spec.relativeDeadlineUs;
}

/** The last of the next releases' deadlines. */
function lastNextDeadlineUs({instances}: CohortState): number {
  let last = -Infinity;
  for (let i = 0; i < instances.length; i += 1) {
    const instance = instances[i];
    if (instance !== undefined) last = Math.max(last, nextDeadlineUs(instance));
  }
  return last;
}

/** Jobs due by `deadlineUs` that have not begun: released ones behind the active one, and releases to come. */
function wholeJobsDue({jobs, nextReleaseUs, spec}: InstanceState, deadlineUs: number): number {
  let whole = 0;
  for (let j = 1; j < jobs.length; j += 1)
    if ((jobs[j]?.deadlineUs ?? Infinity) <= deadlineUs + ROUNDING_US) whole += 1;
  const toCome = Math.floor((deadlineUs - spec.relativeDeadlineUs - nextReleaseUs) / spec.periodUs + ROUNDING_US) + 1;
  return toCome > 0 ? whole + toCome : whole;
}

/** Time of the layer about to start, and of the switch before it. */
function nextLayerUs(plan: NetworkPlans, key: number, layer: number, candidate: number): number {
  const start = planOffset(plan, key, layer, candidate);
  const chosen = plan.next[start] ?? 0;
  return (plan.timeToGoUs[start] ?? 0) - (plan.timeToGoUs[planOffset(plan, key, layer + 1, chosen)] ?? 0);
}

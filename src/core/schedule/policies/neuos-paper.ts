import {
  entryForNeed,
  fastestEntry,
  layerLoss,
  lossToGo,
  variantOf,
  type AccuracyTable,
} from '../../tables/accuracy-table.js';
import {planOffset, type NetworkPlans, type PlanSet, type SlowStateTable} from '../../tables/tables.js';
import {Candidate} from '../candidate.js';
import {chooseSlowState} from '../choose-slow-state.js';
import type {CohortState, InstanceState} from '../cohort-state.js';
import type {Mode} from '../mode.js';
import {OBJECTIVES} from '../modes/objectives.js';
import type {IdlePlan, Policy, PolicyDecision} from '../policy.js';
import type {NeuosPolicyOptions} from './neuos.js';

/**
 * The paper's method to the letter: `layer` tables, a Δ list with one δ_i per active instance, from the table of i at its
 * own layer with the key of its own LAG; X for every other instance at δ_i; then M_P by the smallest PowerUp without
 * looking at accuracy, M_A by the smallest Σ T_A, balanced by regression. No margin, no correction, no transitions.
 *
 * Idle: stays where it is (the paper does not say). Parameters: the tables; those entries that no instance may use are
 * left out beforehand.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4.
 */
export class NeuosPaperPolicy implements Policy {
  readonly name = 'neuos-paper';
  mode: Mode;
  /** Look-ups in accuracy tables that asked for more than the original gives. */
  accuracyTableHits = 0;
  readonly #slowState: SlowStateTable;
  readonly #plans: PlanSet;
  readonly #accuracy: readonly AccuracyTable[];
  readonly #candidates: readonly Candidate[];
  readonly #eligible: Uint8Array;
  readonly #decision: PolicyDecision = {configuration: 0, variant: 0, predictedLoss: 0, shortfallUs: 0};
  readonly #idle: IdlePlan = {configuration: 0, wakeUs: 0, wakeConfiguration: 0};

  constructor({tables, mode, instances, accuracy}: NeuosPolicyOptions) {
    this.mode = mode;
    this.#slowState = chooseSlowState(tables, 'layer', instances);
    this.#plans = this.#slowState.plans.layer;
    this.#accuracy = accuracy;
    this.#candidates = instances.map(() => new Candidate(instances.length));
    this.#eligible = new Uint8Array(instances.length);
  }

  start(): number {
    return this.#slowState.candidates[this.#slowState.rest] ?? 0;
  }

  decide(state: CohortState, running: number, nowUs: number): Readonly<PolicyDecision> {
    const count = this.#list(state, nowUs);
    const chosen = this.#candidates[OBJECTIVES[this.mode](this.#candidates, this.#eligible, count)] as Candidate;
    const {layer} = state.instances[running] as InstanceState;
    const table = this.#accuracy[running] as AccuracyTable;
    const entry = chosen.entries[running] ?? 0;
    this.#decision.configuration = this.#slowState.candidates[chosen.key] ?? 0;
    this.#decision.variant = variantOf(table, entry, layer);
    this.#decision.predictedLoss = layerLoss(table, entry, layer);
    return this.#decision;
  }

  observe(): void {
    // The paper's LAG is all the feedback there is.
  }

  idle(state: CohortState, next: number, nowUs: number, inForce: number): Readonly<IdlePlan> {
    this.#idle.configuration = inForce;
    this.#idle.wakeUs = state.instances[next]?.nextReleaseUs ?? nowUs;
    this.#idle.wakeConfiguration = inForce;
    return this.#idle;
  }

  /** Fills the Δ list and judges its members. @returns how many there are. */
  #list(state: CohortState, nowUs: number): number {
    let count = 0;
    for (const instance of state.instances) {
      const candidate = this.#candidates[count];
      if (instance.jobs.length === 0 || candidate === undefined) continue;
      this.#judge(state, instance, nowUs, candidate);
      this.#eligible[count] = 1;
      count += 1;
    }
    return count;
  }

  /** δ of one instance, as a position among the slow state's candidates, with its PowerUp and its leaves. */
  #judge(state: CohortState, owner: InstanceState, nowUs: number, candidate: Candidate): void {
    const plans = this.#plansOf(owner);
    const delta = plans.next[planOffset(plans, this.#keyOf(owner, nowUs), owner.layer, 0)] ?? 0;
    const at = owner.layer * plans.candidateCount + delta;
    candidate.key = delta;
    // PowerUp up to a constant: power above rest, which orders configurations alike.
    candidate.energyUj = (plans.energyUj[at] ?? 0) / (plans.latencyUs[at] ?? 1);
    candidate.loss = 0;
    candidate.entries.fill(0);
    for (const instance of state.instances) {
      if (instance.jobs.length > 0) this.#addLeaf(instance, nowUs, delta, candidate);
    }
  }

  /** T_A of one instance: what its variants must add to the SpeedUp that δ gives its layer. */
  #addLeaf(instance: InstanceState, nowUs: number, delta: number, candidate: Candidate): void {
    const plans = this.#plansOf(instance);
    const referenceUs = instance.reference.latencyUs[instance.layer] ?? 0;
    const speedUp = referenceUs / (plans.latencyUs[instance.layer * plans.candidateCount + delta] ?? referenceUs);
    const need = neededSpeedUp(instance, nowUs) / speedUp;
    const table = this.#accuracy[instance.ordinal] as AccuracyTable;
    if (need <= 1 || table.entryCount === 1) return;
    this.accuracyTableHits += 1;
    const found = entryForNeed(table, instance.layer, need);
    const entry = found < 0 ? fastestEntry(table, instance.layer) : found;
    candidate.entries[instance.ordinal] = entry;
    candidate.loss += lossToGo(table, entry, instance.layer);
  }

  /** The bucket of the SpeedUp that an instance needs; keys round up, the last one is the reference. */
  #keyOf(instance: InstanceState, nowUs: number): number {
    const need = neededSpeedUp(instance, nowUs);
    const {keys} = this.#plans;
    let key = 0;
    while (key < keys.length - 1 && (keys[key] ?? 0) < need) key += 1;
    return key;
  }

  #plansOf(instance: InstanceState): NetworkPlans {
    return this.#plans.networks[instance.spec.network] as NetworkPlans;
  }
}

/**
 * SpeedUp that the rest of an instance's job needs: its sub-deadlines to come over what its LAG leaves of them. Infinite
 * when nothing is left.
 */
function neededSpeedUp({jobs, spec, layer, reference}: InstanceState, nowUs: number): number {
  let toGoUs = 0;
  for (let l = layer; l < reference.latencyUs.length; l += 1) toGoUs += reference.latencyUs[l] ?? 0;
  const leftUs = (jobs[0]?.releaseUs ?? nowUs) + spec.relativeDeadlineUs - nowUs;
  return leftUs <= 0 ? Infinity : toGoUs / leftUs;
}

import {layerGain, layerLoss, variantOf, type AccuracyTable} from '../../tables/accuracy-table.js';
import {
  planOffset,
  type NetworkPlans,
  type PlanSet,
  type SlowStateTable,
  type Strategy,
  type Tables,
} from '../../tables/tables.js';
import type {Urgent} from '../../tables/urgent.js';
import {chooseFastSlowState, chooseSlowState} from '../choose-slow-state.js';
import type {CohortState, InstanceState} from '../cohort-state.js';
import {DEFAULT_MARGIN, type Margin} from '../margin.js';
import {MissLedger} from '../miss-ledger.js';
import type {Mode} from '../mode.js';
import type {IdlePlan, Policy, PolicyDecision} from '../policy.js';
import {Reserve} from '../reserve.js';
import {Scheduler} from '../scheduler.js';
import {tightnessOf} from '../tightness.js';
import {staysPut, switchCosts, type SwitchCosts} from '../switch-costs.js';
import {urgentCandidates} from '../urgent-candidates.js';
import type {InstanceSpec} from '../instance.js';

/** Of the jobs of a cohort. */
const MOST = 0.5;

/** What the policy decides with, and for whom. */
export interface NeuosPolicyOptions {
  readonly tables: Tables;
  readonly strategy: Strategy;
  readonly mode: Mode;
  readonly instances: readonly InstanceSpec[];
  /** One per instance, already without the entries that break its minimum accuracy. */
  readonly accuracy: readonly AccuracyTable[];
  readonly margin?: Margin;
  /** Whether layers of several instances run at once. */
  readonly concurrent?: boolean;
  /** Most that the board may draw while a layer runs, mW; absent when anything is allowed. */
  readonly powerCapMw?: number | undefined;
  /** Share of jobs that may be late; absent when nobody said. */
  readonly maxMissShare?: number | undefined;
}

/**
 * The method: tables looked up at every layer boundary for the whole cohort.
 *
 * Idle: waits where that costs least, the switches there and on included, and is by the next release where the job released
 * then began last time. Parameters: the tables, which come from a profile; margins from its measured tails.
 */
export class NeuosPolicy implements Policy {
  readonly name = 'neuos';
  readonly scheduler: Scheduler;
  readonly #slowState: SlowStateTable;
  readonly #instances: readonly InstanceSpec[];
  readonly #plans: PlanSet;
  readonly #switches: SwitchCosts;
  readonly #accuracy: readonly AccuracyTable[];
  readonly #position = new Map<number, number>();
  readonly #ignoresSwitches: boolean;
  /** Whether layers run one at a time by plans with an urgent end, so that lateness says something about clocks. */
  readonly #planned: boolean;
  readonly #ledger: MissLedger;
  readonly #urgent: Urgent;
  readonly #decision: PolicyDecision = {configuration: 0, variant: 0, predictedLoss: 0, shortfallUs: 0};
  readonly #idle: IdlePlan = {configuration: 0, wakeUs: 0, wakeConfiguration: 0};
  /** Where each instance's last job began, by position: where to be when the next one is released. */
  readonly #firstCandidates: Int32Array;
  /** Whether time was short then. */
  readonly #beganShort: Uint8Array;
  /** Where each instance's last layer was decided to run. */
  readonly #candidates: Int32Array;

  constructor(options: NeuosPolicyOptions) {
    const {tables, strategy, mode, instances, accuracy, margin = DEFAULT_MARGIN, concurrent = false} = options;
    this.#slowState = slowStateFor({...options, margin});
    this.#plans = this.#slowState.plans[strategy];
    this.#switches = switchCosts(this.#slowState);
    this.#instances = instances;
    this.#accuracy = accuracy;
    this.#ignoresSwitches = strategy === 'layer';
    this.#planned = strategy === 'horizon' && !concurrent;
    this.#ledger = new MissLedger(instances.length, options.maxMissShare);
    this.#urgent = urgentCandidates(this.#plans);
    const restMw = this.#slowState.idlePowerMw[this.#slowState.rest] ?? 0;
    const powerCapMw = options.powerCapMw === undefined ? undefined : options.powerCapMw - restMw;
    const inputs = {
      plans: this.#plans,
      switches: this.#ignoresSwitches ? undefined : this.#switches,
      references: tables.networks,
      accuracy,
      margin,
      urgent: this.#urgent,
      concurrent,
      powerCapMw,
    };
    this.scheduler = new Scheduler(inputs, mode);
    if (this.#planned) this.scheduler.debt = this.#ledger.debt;
    this.scheduler.thrifty = this.#planned && this.#ledger.debt <= 0;
    for (const [position, configuration] of this.#slowState.candidates.entries()) {
      this.#position.set(configuration, position);
    }
    this.#candidates = new Int32Array(instances.length).fill(this.#slowState.rest);
    this.#firstCandidates = new Int32Array(instances.length).fill(this.#slowState.rest);
    this.#beganShort = new Uint8Array(instances.length);
  }

  /** Where the job that is released first begins when it is most urgent: it may be, and the way there takes time. */
  start(): number {
    const {rest} = this.#slowState;
    const [first] = this.#instances.toSorted((a, b) => a.offsetUs - b.offsetUs);
    const network = first === undefined ? undefined : this.#plans.networks[first.network];
    if (network === undefined) return this.#configuration(rest);
    return this.#configuration(network.next[planOffset(network, this.#plans.keys.length - 1, 0, rest)] ?? rest);
  }

  decide(state: CohortState, running: number, nowUs: number, inForce: number): Readonly<PolicyDecision> {
    const instance = state.instances[running] as InstanceState;
    const from = this.#position.get(inForce) ?? this.#slowState.rest;
    const choice = this.scheduler.decide(state, running, nowUs, from);
    const plans = this.#plansOf(instance);
    const stays = this.#ignoresSwitches && staysPut(plans, this.#switches, instance.layer, from, choice.candidate);
    const candidate = stays ? from : choice.candidate;
    this.#candidates[running] = candidate;
    if (instance.layer === 0) {
      this.#firstCandidates[running] = candidate;
      const isShort = choice.shortfallUs > 0 || choice.key === this.#plans.keys.length - 1;
      this.#beganShort[running] = isShort ? 1 : 0;
    }
    instance.approximation.entry = choice.entry;
    instance.approximation.bucket = choice.bucket;
    const table = this.#accuracy[running] as AccuracyTable;
    this.#decision.configuration = this.#configuration(candidate);
    this.#decision.variant = variantOf(table, choice.entry, instance.layer);
    this.#decision.predictedLoss = layerLoss(table, choice.entry, instance.layer);
    this.#decision.shortfallUs = choice.shortfallUs;
    return this.#decision;
  }

  observe(state: CohortState, running: number, latencyUs: number, nowUs: number): void {
    const instance = state.instances[running] as InstanceState;
    const plans = this.#plansOf(instance);
    const gain = layerGain(this.#accuracy[running] as AccuracyTable, instance.approximation.entry, instance.layer);
    const tabledUs =
      plans.latencyUs[instance.layer * plans.candidateCount + (this.#candidates[running] ?? 0)] ?? latencyUs;
    instance.correction.observe(latencyUs, tabledUs / gain);
    if (!this.#planned) return;
    const {jobs, layer, layerCount, reference} = instance;
    const {releaseUs = nowUs, deadlineUs = nowUs} = jobs[0] ?? {};
    this.#ledger.ran(running, releaseUs, (latencyUs * (reference.latencyUs[layer] ?? 0)) / tabledUs);
    if (layer < layerCount - 1) return;
    this.#ledger.finished(running, deadlineUs, nowUs);
    this.scheduler.debt = this.#ledger.debt;
  }

  idle(state: CohortState, next: number, nowUs: number, inForce: number): Readonly<IdlePlan> {
    // Thrifty or not is not for while jobs are under way: going from one to the other takes time that they may not have.
    this.scheduler.thrifty = this.#planned && this.#ledger.debt <= 0;
    const {switchUs, rest, candidates} = this.#slowState;
    const untilUs = state.instances[next]?.nextReleaseUs ?? nowUs;
    const from = this.#position.get(inForce) ?? rest;
    const to = this.#wakingCandidate(next);
    const wait = this.#waitingCandidate(from, to, untilUs - nowUs);
    const onUs = switchUs[wait * candidates.length + to] ?? 0;
    const goesOn = wait !== from || (this.#beganShort[next] === 1 && onUs <= untilUs - nowUs);
    this.#idle.configuration = this.#configuration(wait);
    this.#idle.wakeUs = untilUs - onUs;
    this.#idle.wakeConfiguration = this.#configuration(goesOn ? to : from);
    return this.#idle;
  }

  /** Where the job released then began last time; where time was short, the candidate that is for that now. */
  #wakingCandidate(next: number): number {
    const first = this.#firstCandidates[next] ?? this.#slowState.rest;
    if (this.#beganShort[next] !== 1) return first;
    const {fast, thrifty} = this.#urgent;
    if (this.scheduler.thrifty) return thrifty;
    return fast.includes(first) ? first : (fast[0] ?? first);
  }

  /** Where a gap costs least, the ways there and on included; where the board is, if nowhere else costs less. */
  #waitingCandidate(from: number, to: number, gapUs: number): number {
    const {switchUs, idlePowerMw, candidates} = this.#slowState;
    const n = candidates.length;
    let least = gapUs * (idlePowerMw[from] ?? 0);
    let chosen = from;
    for (let c = 0; c < n; c += 1) {
      const [thereUs, onUs] = [switchUs[from * n + c] ?? 0, switchUs[c * n + to] ?? 0];
      const restUs = gapUs - thereUs - onUs;
      if (restUs <= 0) continue;
      // A switch draws what the costlier of both sides draws.
      const hereMw = idlePowerMw[c] ?? 0;
      const thereMw = Math.max(hereMw, idlePowerMw[from] ?? 0);
      const onMw = Math.max(hereMw, idlePowerMw[to] ?? 0);
      const cost = thereUs * thereMw + restUs * hereMw + onUs * onMw;
      if (cost < least) {
        least = cost;
        chosen = c;
      }
    }
    return chosen;
  }

  #plansOf(instance: InstanceState): NetworkPlans {
    const plans = this.#plans.networks[instance.spec.network];
    if (plans === undefined) throw new RangeError(`no plans for ${instance.spec.name}`);
    return plans;
  }

  #configuration(candidate: number): number {
    return this.#slowState.candidates[candidate] ?? 0;
  }
}

/**
 * The slow state for a cohort. Where most of its jobs have too little time for one interference, or some have none at all, its
 * speed decides about deadlines, and the fastest is taken. Variants could make up for it, a power cap may forbid it, and of
 * layers that run at once nobody knows beforehand.
 */
function slowStateFor(options: NeuosPolicyOptions & {readonly margin: Margin}): SlowStateTable {
  const {tables, strategy, instances, accuracy, margin, concurrent = false, powerCapMw} = options;
  const chosen = chooseSlowState(tables, strategy, instances);
  const onlyClocks = accuracy.every(({entryCount}) => entryCount === 1);
  if (strategy !== 'horizon' || !onlyClocks || concurrent || powerCapMw !== undefined) return chosen;
  const plans = chosen.plans[strategy];
  const reserve = new Reserve(plans, tables.networks, margin.tails);
  const {isOverloaded, tightShare} = tightnessOf(instances, plans, margin, reserve);
  return isOverloaded || tightShare > MOST ? chooseFastSlowState(tables, strategy, instances) : chosen;
}

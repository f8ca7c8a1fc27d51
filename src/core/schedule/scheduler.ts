import type {AccuracyTable} from '../tables/accuracy-table.js';
import {planOffset, type NetworkReference, type PlanSet} from '../tables/tables.js';
import type {Urgent} from '../tables/urgent.js';
import {Candidate} from './candidate.js';
import type {CohortState} from './cohort-state.js';
import type {DecisionContext} from './decision-context.js';
import {candidateKeys, mostCandidates} from './delta-calculator.js';
import {Demand, type Gains} from './demand.js';
import {FirstStep} from './first-step.js';
import {FutureKey} from './future-key.js';
import type {Margin} from './margin.js';
import type {Mode} from './mode.js';
import {OBJECTIVES} from './modes/objectives.js';
import {Reserves} from './reserves.js';
import type {SwitchCosts} from './switch-costs.js';
import {XCalculator} from './x-calculator.js';

/** Differences in criticality below this are rounding. */
const CRITICALITY_TOLERANCE = 1e-9;
/** A shortfall is the same as another within this share of it. */
const SHORTFALL_TOLERANCE = 0.01;

/** A decision for the layer about to start. */
export interface Choice {
  /** Position among the slow state's candidates. */
  candidate: number;
  key: number;
  /** Approximation configuration, and the bucket of the need it answers. */
  entry: number;
  bucket: number;
  shortfallUs: number;
  /** How many δ_k were judged. */
  judged: number;
}

/** What stays the same from decision to decision. */
export interface SchedulerInputs {
  readonly plans: PlanSet;
  /** Between the plans' candidates; absent where plans ignore what a switch costs. */
  readonly switches?: SwitchCosts | undefined;
  /** The networks that the plans are for, in their order. */
  readonly references: readonly NetworkReference[];
  /** One per instance, already without the entries that break its minimum accuracy. */
  readonly accuracy: readonly AccuracyTable[];
  readonly margin: Margin;
  /** Candidates for when time is short; absent where one does not stand in for the other. */
  readonly urgent?: Urgent | undefined;
  /** Whether layers of several instances run at once. */
  readonly concurrent: boolean;
  /** Most that the board may draw while a layer runs, beyond its rest power, mW; absent when anything is allowed. */
  readonly powerCapMw?: number | undefined;
}

/**
 * What happens at a layer boundary: demand, Δ calculator, X calculator, tree. The same object serves `run` and the
 * simulator; a decision allocates nothing but what `balanced` needs for its regression.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4; DESIGN.md §8.
 */
export class Scheduler {
  mode: Mode;
  /** Whether the thrifty candidate stands in for the fast ones, unless the board is at one of these already. */
  thrifty = false;
  /** Deadlines that clocks have cost beyond those that they may cost; decides how large the reserve is. */
  debt = 0;
  readonly #inputs: SchedulerInputs;
  readonly #demand: Demand;
  readonly #reserves: Reserves;
  readonly #future: FutureKey;
  readonly #firstStep: FirstStep | undefined;
  readonly #x: XCalculator;
  readonly #keys: Int32Array;
  readonly #candidates: readonly Candidate[];
  readonly #eligible: Uint8Array;
  readonly #powerCapMw: number;
  readonly #withVariants: boolean;
  /** Whether jobs to come may be planned apart: originals, one after another, at any power. */
  readonly #looksAhead: boolean;
  readonly #noGains: Gains;
  readonly #choice: Choice = {candidate: 0, key: 0, entry: 0, bucket: 0, shortfallUs: 0, judged: 0};

  constructor(inputs: SchedulerInputs, mode: Mode) {
    const instances = inputs.accuracy.length;
    this.mode = mode;
    this.#inputs = inputs;
    this.#demand = new Demand(instances, inputs.concurrent);
    this.#reserves = new Reserves(inputs.plans, inputs.references, inputs.margin.tails);
    this.#future = new FutureKey(inputs.plans, inputs.margin);
    this.#firstStep = inputs.switches === undefined ? undefined : new FirstStep(inputs.switches);
    const checkpoints = this.#demand.deadlinesUs.length;
    this.#x = new XCalculator(checkpoints);
    this.#keys = new Int32Array(mostCandidates(checkpoints) + 1);
    this.#candidates = Array.from(this.#keys, () => new Candidate(instances));
    this.#eligible = new Uint8Array(this.#keys.length);
    this.#withVariants = inputs.accuracy.some(({entryCount}) => entryCount > 1);
    this.#powerCapMw = inputs.powerCapMw ?? Infinity;
    this.#looksAhead = !this.#withVariants && !inputs.concurrent && this.#powerCapMw === Infinity;
    this.#noGains = {active: new Float64Array(instances).fill(1), toCome: new Float64Array(instances).fill(1)};
  }

  /** Look-ups in accuracy tables that asked for more than the original gives. */
  get accuracyTableHits(): number {
    return this.#x.tableHits;
  }

  /** Judged candidates of the last decision, for traces; only the first `judged` are valid. */
  get judged(): readonly Candidate[] {
    return this.#candidates;
  }

  /**
   * Decides for the layer that `running` is about to start.
   *
   * @param inForce - configuration in force, as a position among the slow state's candidates.
   * @returns valid until the next call.
   */
  decide(state: CohortState, running: number, nowUs: number, inForce: number): Readonly<Choice> {
    const reserve = this.#reserves.for(this.debt);
    this.#demand.collect(state);
    if (this.#looksAhead) this.#demand.futureKey = this.#future.of(state, reserve);
    const {plans, accuracy, margin} = this.#inputs;
    const context: DecisionContext = {
      state,
      demand: this.#demand,
      plans,
      accuracy,
      margin,
      reserve,
      noGains: this.#noGains,
      nowUs,
      inForce,
      running,
    };
    const listed = candidateKeys(context, this.#keys, this.#withVariants);
    const judged = this.#powerCapMw === Infinity ? listed : this.#addCappedKey(context, listed);
    for (let k = 0; k < judged; k += 1) {
      const candidate = this.#candidates[k];
      if (candidate !== undefined) this.#x.judge(context, this.#keys[k] ?? 0, candidate);
    }
    this.#filter(context, judged);
    const chosen = this.#candidates[OBJECTIVES[this.mode](this.#candidates, this.#eligible, judged)];
    if (chosen === undefined) throw new RangeError('a decision without candidates');
    const choice = this.#write(context, chosen, judged);
    if (this.#firstStep !== undefined && this.#looksAhead && chosen.missed === 0) {
      choice.candidate = this.#firstStep.improve(context, choice.candidate);
    }
    return choice;
  }

  /** Puts the most urgent key that keeps to the power cap on the list: what is fastest when the cap binds. */
  #addCappedKey(context: DecisionContext, count: number): number {
    let key = context.plans.keys.length - 1;
    while (key > 0 && layerPowerMw(context, key) > this.#powerCapMw) key -= 1;
    for (let k = 0; k < count; k += 1) if (this.#keys[k] === key) return count;
    this.#keys[count] = key;
    return count + 1;
  }

  /** Whether a candidate keeps to the power cap; the lowest key is always allowed, or nothing might be. */
  #allowed(context: DecisionContext, {key}: Candidate): boolean {
    return this.#powerCapMw === Infinity || key === 0 || layerPowerMw(context, key) <= this.#powerCapMw;
  }

  /**
   * Keeps the candidates that keep to the power cap and, of these, those that miss the least; when some must be missed,
   * the least late of those.
   */
  #filter(context: DecisionContext, judged: number): void {
    let missed = Infinity;
    let shortfallUs = Infinity;
    for (let k = 0; k < judged; k += 1) {
      const candidate = this.#candidates[k];
      if (candidate === undefined || !this.#allowed(context, candidate)) continue;
      if (candidate.missed < missed - CRITICALITY_TOLERANCE) {
        missed = candidate.missed;
        shortfallUs = candidate.shortfallUs;
      } else if (candidate.missed <= missed + CRITICALITY_TOLERANCE) {
        shortfallUs = Math.min(shortfallUs, candidate.shortfallUs);
      }
    }
    for (let k = 0; k < judged; k += 1) {
      const candidate = this.#candidates[k];
      const allowed = candidate !== undefined && this.#allowed(context, candidate);
      const fits = allowed && candidate.missed <= missed + CRITICALITY_TOLERANCE;
      this.#eligible[k] = fits && candidate.shortfallUs <= shortfallUs * (1 + SHORTFALL_TOLERANCE) ? 1 : 0;
    }
  }

  #write({state, plans, running, inForce}: DecisionContext, chosen: Candidate, judged: number): Choice {
    const {urgent} = this.#inputs;
    const instance = state.instances[running];
    const network = instance === undefined ? undefined : plans.networks[instance.spec.network];
    if (instance === undefined || network === undefined) throw new RangeError(`no instance ${running}`);
    const choice = this.#choice;
    const planned = network.next[planOffset(network, chosen.key, instance.layer, inForce)] ?? inForce;
    const saves =
      this.thrifty && chosen.key === plans.keys.length - 1 && isFast(planned, urgent) && !isFast(inForce, urgent);
    choice.candidate = saves ? (urgent?.thrifty ?? planned) : planned;
    choice.key = chosen.key;
    choice.entry = chosen.entries[running] ?? 0;
    choice.bucket = chosen.buckets[running] ?? 0;
    choice.shortfallUs = chosen.shortfallUs;
    choice.judged = judged;
    return choice;
  }
}

function isFast(candidate: number, urgent: Urgent | undefined): boolean {
  return urgent?.fast.includes(candidate) ?? false;
}

/** What the board draws beyond its rest power while the layer about to start runs under the plans of a key, mW. */
function layerPowerMw({state, plans, running, inForce}: DecisionContext, key: number): number {
  const instance = state.instances[running];
  const network = instance === undefined ? undefined : plans.networks[instance.spec.network];
  if (instance === undefined || network === undefined) return 0;
  const planned = network.next[planOffset(network, key, instance.layer, inForce)] ?? inForce;
  const at = instance.layer * network.candidateCount + planned;
  return ((network.energyUj[at] ?? 0) / (network.latencyUs[at] ?? 1)) * 1000;
}

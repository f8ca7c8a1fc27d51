import {
  entryForNeed,
  fastestEntry,
  gainBucket,
  gainToGo,
  lossToGo,
  type AccuracyTable,
} from '../tables/accuracy-table.js';
import {planOffset, type NetworkPlans} from '../tables/tables.js';
import type {Candidate} from './candidate.js';
import type {InstanceState} from './cohort-state.js';
import {timeLeftUs, timeNeededUs, type DecisionContext} from './decision-context.js';

/** Stands for a need that nothing can meet. */
const HOPELESS = 1e9;
/** Shortfalls below this are rounding, µs. */
const NEGLIGIBLE_US = 1;

/**
 * X calculator: what variants must add to a δ_k, and what that costs.
 *
 * For each checkpoint, x_d is the time its work needs under δ_k over the time left. A job needs the largest x_d of the
 * checkpoints from its own deadline on; its leaf T_A is the accuracy table's entry for that need at its layer, or at
 * layer 0 for jobs to come.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4.2, X calculator; checkpoints as in DESIGN.md §8.3.
 */
export class XCalculator {
  /** Look-ups in accuracy tables that asked for more than the original gives. */
  tableHits = 0;
  /** x_d by checkpoint. */
  readonly #needs: Float64Array;

  constructor(checkpoints: number) {
    this.#needs = new Float64Array(checkpoints);
  }

  /** Judges the δ_k of `key`; the result is written into `candidate`. */
  judge(context: DecisionContext, key: number, candidate: Candidate): void {
    candidate.key = key;
    candidate.energyUj = 0;
    candidate.loss = 0;
    candidate.missed = 0;
    candidate.shortfallUs = 0;
    for (let c = 0; c < context.demand.count; c += 1) this.#needs[c] = needAt(context, c, key);
    for (let i = 0; i < context.state.instances.length; i += 1) this.#addInstance(context, i, candidate);
    this.#countMisses(context, candidate);
  }

  #addInstance(context: DecisionContext, i: number, candidate: Candidate): void {
    const instance = context.state.instances[i];
    const table = context.accuracy[i];
    const plans = instance === undefined ? undefined : context.plans.networks[instance.spec.network];
    if (instance === undefined || table === undefined || plans === undefined) return;
    this.#addActiveJob(context, i, candidate, {instance, table, plans});
    this.#addJobsToCome(context, i, candidate, {instance, table, plans});
  }

  #addActiveJob(context: DecisionContext, i: number, candidate: Candidate, {instance, table, plans}: Leaf): void {
    const job = instance.jobs[0];
    candidate.active[i] = 1;
    if (job === undefined) return;
    const {layer, approximation} = instance;
    const need = this.#needFrom(context, job.deadlineUs);
    const bucket = gainBucket(need);
    // A job keeps its approximation configuration unless the need changes.
    const entry = bucket === approximation.bucket ? approximation.entry : this.#lookUp(table, layer, need);
    candidate.entries[i] = entry;
    candidate.buckets[i] = bucket;
    candidate.active[i] = gainToGo(table, entry, layer);
    candidate.loss += lossToGo(table, entry, layer);
    const energyUj = plans.energyToGoUj[planOffset(plans, candidate.key, layer, context.inForce)] ?? 0;
    candidate.energyUj += energyUj / gainToGo(table, entry, layer);
  }

  #addJobsToCome(context: DecisionContext, i: number, candidate: Candidate, {instance, table, plans}: Leaf): void {
    const {demand, state} = context;
    const jobs = demand.jobsDue[(demand.count - 1) * state.instances.length + i] ?? 0;
    const {jobs: released, nextReleaseUs, spec} = instance;
    const firstDueUs = released[1]?.deadlineUs ?? nextReleaseUs + spec.relativeDeadlineUs;
    const entry = this.#lookUp(table, 0, this.#needFrom(context, firstDueUs));
    const gain = gainToGo(table, entry, 0);
    candidate.toCome[i] = gain;
    candidate.energyUj += (jobs * (plans.jobEnergyUj[Math.max(candidate.key, demand.futureKey)] ?? 0)) / gain;
    candidate.loss += jobs * lossToGo(table, entry, 0);
  }

  /** Largest need of the checkpoints from `deadlineUs` on. */
  #needFrom({demand}: DecisionContext, deadlineUs: number): number {
    let need = 1;
    for (let c = demand.count - 1; c >= 0 && (demand.deadlinesUs[c] ?? 0) >= deadlineUs; c -= 1) {
      need = Math.max(need, this.#needs[c] ?? 1);
    }
    return need;
  }

  #lookUp(table: AccuracyTable, layer: number, need: number): number {
    if (table.entryCount === 1 || gainBucket(need) === 0) return 0;
    this.tableHits += 1;
    const entry = entryForNeed(table, layer, need);
    return entry < 0 ? fastestEntry(table, layer) : entry;
  }

  /** Which checkpoints fail even with the leaves that were found. */
  #countMisses(context: DecisionContext, candidate: Candidate): void {
    const {demand, state} = context;
    for (let c = 0; c < demand.count; c += 1) {
      if ((this.#needs[c] ?? 1) <= 1) continue;
      const shortfallUs = timeNeededUs(context, c, candidate.key, candidate) - timeLeftUs(context, c);
      if (shortfallUs <= NEGLIGIBLE_US) continue;
      candidate.missed += state.instances[demand.owner[c] ?? 0]?.spec.criticality ?? 1;
      candidate.shortfallUs = Math.max(candidate.shortfallUs, shortfallUs);
    }
  }
}

/** What a leaf of the tree is made from. */
interface Leaf {
  readonly instance: InstanceState;
  readonly table: AccuracyTable;
  readonly plans: NetworkPlans;
}

function needAt(context: DecisionContext, checkpoint: number, key: number): number {
  const neededUs = timeNeededUs(context, checkpoint, key, context.noGains);
  if (neededUs === 0) return 1;
  const leftUs = timeLeftUs(context, checkpoint);
  return leftUs <= 0 ? HOPELESS : Math.max(1, neededUs / leftUs);
}

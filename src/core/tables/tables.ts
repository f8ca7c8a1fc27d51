import type {Network} from '../network/network.js';
import type {AccuracyTable} from './accuracy-table.js';

/**
 * What the scheduler looks things up in.
 *
 * A *plan* says, for a level of urgency, which configuration each remaining layer of a job gets. Urgency is numbered by
 * `key`, 0 the least urgent: prices of time under `horizon`, buckets of SpeedUp under `layer`. A plan also knows its
 * time-to-go and energy-to-go from every layer and every configuration in force, so that nothing is computed online.
 */

/** Ways to fill the PowerUp/SpeedUp tables. */
export const STRATEGIES = ['horizon', 'layer'] as const;

/** How PowerUp/SpeedUp tables are filled. **Source:** `layer` is the paper's (section 4); `horizon` plans transitions. */
export type Strategy = (typeof STRATEGIES)[number];

/** Everything `run` needs of a profile. */
export interface Tables {
  readonly networks: readonly NetworkReference[];
  /** In the order of `networks`. */
  readonly accuracy: readonly AccuracyTable[];
  /** Slow states worth being in, the one with the fastest plans last. Never empty. */
  readonly slowStates: readonly SlowStateTable[];
}

/** What SpeedUp and sub-deadlines are relative to. */
export interface NetworkReference {
  readonly network: Network;
  /** Median latency of each layer at the reference configuration, µs. */
  readonly latencyUs: Float64Array;
  /** What the 99th percentile adds to it, µs. */
  readonly tailUs: Float64Array;
}

/** Plans that leave the slow knobs (cores online) alone. */
export interface SlowStateTable {
  /** Configuration number of each candidate, ascending. Everything below speaks of positions in this list. */
  readonly candidates: Int32Array;
  /** Candidate in which the board rests: the least idle power. */
  readonly rest: number;
  /** Idle power of each candidate, mW. */
  readonly idlePowerMw: Float32Array;
  /** Time to go from one candidate to another, µs: `[from × candidates + to]`. */
  readonly switchUs: Float32Array;
  readonly plans: Readonly<Record<Strategy, PlanSet>>;
}

/** The plans of every network, filled by one strategy. */
export interface PlanSet {
  /** Price of time in mW (`horizon`) or SpeedUp (`layer`) of each key, ascending in urgency. */
  readonly keys: Float64Array;
  /** In the order of {@link Tables.networks}. */
  readonly networks: readonly NetworkPlans[];
}

/**
 * Plans of one network, dense over (key, layer, candidate in force).
 *
 * **Shape:** `[(key × (layers + 1) + layer) × candidates + candidate]`; layer = layers is the end of the job.
 */
export interface NetworkPlans {
  readonly layerCount: number;
  readonly candidateCount: number;
  /** Candidate to run the layer at. */
  readonly next: Uint16Array;
  /** Time from here to the end of the job, switches included, µs. */
  readonly timeToGoUs: Float32Array;
  /** Energy above the rest power from here to the end of the job and back to rest, µJ. */
  readonly energyToGoUj: Float32Array;
  /** Latency of each layer at each candidate, µs: `[layer × candidates + candidate]`. */
  readonly latencyUs: Float32Array;
  /** Energy above the rest power of each layer at each candidate, µJ; same shape. */
  readonly energyUj: Float32Array;
  /** Time of a whole job that follows another of its kind, µs, by key. */
  readonly jobTimeUs: Float64Array;
  /** Energy of such a job, µJ, by key. */
  readonly jobEnergyUj: Float64Array;
}

/** Position of (key, layer, candidate) in the arrays of {@link NetworkPlans}. */
export function planOffset(plans: NetworkPlans, key: number, layer: number, candidate: number): number {
  return (key * (plans.layerCount + 1) + layer) * plans.candidateCount + candidate;
}

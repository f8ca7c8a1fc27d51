import type {AccuracyTable} from '../tables/accuracy-table.js';
import type {PlanSet} from '../tables/tables.js';
import type {CohortState} from './cohort-state.js';
import type {Demand, DemandMoment, Gains} from './demand.js';
import type {Margin} from './margin.js';

/** Everything one decision looks at. Nothing in it is changed by the calculators. */
export interface DecisionContext extends DemandMoment {
  readonly state: CohortState;
  readonly demand: Demand;
  readonly plans: PlanSet;
  /** One per instance, already without the entries that break its minimum accuracy. */
  readonly accuracy: readonly AccuracyTable[];
  readonly margin: Margin;
  /** Gains of the original networks: all 1. */
  readonly noGains: Gains;
  readonly nowUs: number;
}

/** Time that the work due by a checkpoint takes under a key, with the margin that goes with the work. */
export function timeNeededUs(context: DecisionContext, checkpoint: number, key: number, gains: Gains): number {
  return context.margin.workFactor * context.demand.timeUs(context, checkpoint, key, gains);
}

/** Time left for it: up to the checkpoint, less the reserve. Not positive when it is too late. */
export function timeLeftUs({demand, nowUs, margin}: DecisionContext, checkpoint: number): number {
  return (demand.deadlinesUs[checkpoint] ?? 0) - nowUs - margin.tails * (demand.tailsUs[checkpoint] ?? 0);
}

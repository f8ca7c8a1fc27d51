import type {AccuracyTable} from '../tables/accuracy-table.js';
import type {PlanSet} from '../tables/tables.js';
import type {CohortState} from './cohort-state.js';
import type {Demand, DemandMoment, Gains} from './demand.js';

/** Everything one decision looks at. Nothing in it is changed by the calculators. */
export interface DecisionContext extends DemandMoment {
  readonly state: CohortState;
  readonly demand: Demand;
  readonly plans: PlanSet;
  /** One per instance, already without the entries that break its minimum accuracy. */
  readonly accuracy: readonly AccuracyTable[];
  /** Gains of the original networks: all 1. */
  readonly noGains: Gains;
  readonly nowUs: number;
}

/** Time that the work due by a checkpoint needs under a key, margin and reserve included. */
export function timeNeededUs(context: DecisionContext, checkpoint: number, key: number, gains: Gains): number {
  return context.demand.neededUs(context, checkpoint, key, gains);
}

/** Time left for it. Not positive when it is too late. */
export function timeLeftUs({demand, nowUs}: DecisionContext, checkpoint: number): number {
  return (demand.deadlinesUs[checkpoint] ?? 0) - nowUs;
}

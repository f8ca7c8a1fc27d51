import type {EvaluatedPolicy, EvaluationRow} from './cell.js';
import {interval95, type Interval} from './interval.js';

/** How one policy did over several cells, worlds and seeds. Intervals are over worlds and seeds, each the mean of its cells. */
export interface PolicySummary {
  readonly policy: EvaluatedPolicy;
  readonly cells: number;
  readonly powerMw: Interval;
  /** Relative to `max-n` in the same cell, world and seed; null where that did not run. */
  readonly toMaxN: Interval | null;
  readonly toBound: Interval;
  readonly worstToBound: number;
  /** Relative to the bound that knows of no deadline but the last one. */
  readonly toUtilisationBound: Interval;
  readonly missRate: Interval;
  /** Largest share of deadlines missed beyond those `max-n` missed, over all cells; null where that did not run. */
  readonly worstExtraMissRate: number | null;
  readonly p99Share: Interval | null;
  readonly predictedLoss: number;
  readonly transitionsPerJob: number;
  readonly configurationsUsed: number;
}

/** One summary for each policy, in the order of their first rows. */
export function summarizeRows(rows: readonly EvaluationRow[]): readonly PolicySummary[] {
  const baselines = new Map(rows.filter(({policy}) => policy === 'max-n').map((row) => [cellKey(row), row]));
  const policies = [...new Set(rows.map(({policy}) => policy))];
  return policies.map((policy) =>
    summarizePolicy(
      rows.filter((row) => row.policy === policy),
      baselines,
    ),
  );
}

/** What rows that can be compared have in common. */
export function cellKey({cohort, deadlineFactor, deadlineShare, withOffsets, world, seed}: EvaluationRow): string {
  return JSON.stringify([cohort, deadlineFactor, deadlineShare, withOffsets, world, seed]);
}

/** Energy per time, mW. */
export function meanPowerMw({energyUj, durationUs}: EvaluationRow): number {
  return (energyUj / durationUs) * 1000;
}

function summarizePolicy(rows: readonly EvaluationRow[], baselines: ReadonlyMap<string, EvaluationRow>): PolicySummary {
  const [first] = rows;
  if (first === undefined) throw new RangeError('a policy without rows');
  const {policy} = first;
  const over = (value: (row: EvaluationRow) => number) => interval95(meansByDraw(rows, value));
  const baselineOf = (row: EvaluationRow) => baselines.get(cellKey(row));
  const withBaseline = rows.every((row) => baselineOf(row) !== undefined);
  const share = (row: EvaluationRow) => row.latencyShare?.p99 ?? NaN;
  return {
    policy,
    cells: rows.length,
    powerMw: over(meanPowerMw),
    toMaxN: withBaseline ? over((row) => row.energyUj / (baselineOf(row)?.energyUj ?? NaN)) : null,
    toBound: over(({toBound}) => toBound),
    worstToBound: Math.max(...rows.map(({toBound}) => toBound)),
    toUtilisationBound: over(({toUtilisationBound}) => toUtilisationBound),
    missRate: over(missRate),
    worstExtraMissRate: withBaseline
      ? Math.max(...rows.map((row) => (row.missed - (baselineOf(row) ?? row).missed) / row.jobs))
      : null,
    p99Share: rows.some((row) => row.latencyShare === null) ? null : over(share),
    predictedLoss: over(({predictedLoss}) => predictedLoss).mean,
    transitionsPerJob: over(({transitions, jobs}) => transitions / jobs).mean,
    configurationsUsed: over(({configurationsUsed}) => configurationsUsed).mean,
  };
}

/** Share of the jobs that missed their deadline. */
export function missRate({missed, jobs}: EvaluationRow): number {
  return missed / jobs;
}

/** Cells of one world and seed share its luck, so that their mean is one independent value. */
function meansByDraw(rows: readonly EvaluationRow[], value: (row: EvaluationRow) => number): readonly number[] {
  const draws = new Map<string, number[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.world, row.seed]);
    draws.set(key, [...(draws.get(key) ?? []), value(row)]);
  }
  return [...draws.values()].map((values) => values.reduce((total, each) => total + each, 0) / values.length);
}

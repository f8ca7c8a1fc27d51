import type {Interval} from '../core/evaluation/interval.js';
import {summarizeRows, type PolicySummary} from '../core/evaluation/summarize-rows.js';
import type {EvaluatedPolicy, EvaluationRow} from '../core/evaluation/cell.js';
import type {Origin} from '../core/profile.js';
import {originLabel} from './origin.js';
import {renderTable} from './table.js';
import {formatShare} from './units.js';

const HEADER = [
  'policy',
  'power',
  'to max-n',
  'to bound',
  'worst',
  'missed',
  'p99/deadline',
  'loss',
  'transitions/job',
  'configurations',
];
const NONE = '–';

/** What an evaluation found, as it is printed and as `--json` gives it. */
export interface EvaluationReport {
  readonly origin: Origin;
  readonly board: string;
  /** Releases of each run. */
  readonly jobs: number;
  readonly policies: readonly PolicySummary[];
  readonly rows: readonly EvaluationRow[];
}

/** Policies side by side, over everything and for each cohort. */
export function renderEvaluation({origin, board, jobs, policies, rows}: EvaluationReport): string {
  const cohorts = [...new Set(rows.map(({cohort}) => cohort))];
  return [
    `${board}: ${jobs} jobs a run (${originLabel(origin)}); ± is the 95 % interval over worlds and seeds`,
    '',
    renderTable([HEADER, ...policies.map(policyRow)]),
    '',
    'Energy relative to the oracle bound with transitions, by cohort; in brackets deadlines missed',
    renderTable([['policy', ...cohorts], ...policies.map(({policy}) => cohortRow(policy, cohorts, rows))]),
  ].join('\n');
}

function policyRow(summary: PolicySummary): readonly string[] {
  const {policy, powerMw, toMaxN, toBound, worstToBound, missRate, p99Share, predictedLoss} = summary;
  return [
    policy,
    `${withInterval(powerMw, (mw) => (mw / 1000).toFixed(2))} W`,
    toMaxN === null ? NONE : withInterval(toMaxN, ratio),
    withInterval(toBound, ratio),
    ratio(worstToBound),
    withInterval(missRate, (share) => formatShare(share, 2)),
    p99Share === null ? NONE : formatShare(p99Share.mean, 0),
    formatShare(predictedLoss, 2),
    summary.transitionsPerJob.toFixed(2),
    summary.configurationsUsed.toFixed(0),
  ];
}

function cohortRow(
  policy: EvaluatedPolicy,
  cohorts: readonly string[],
  rows: readonly EvaluationRow[],
): readonly string[] {
  const cells = cohorts.map((cohort) => {
    const own = rows.filter((row) => row.policy === policy && row.cohort === cohort);
    const [summary] = summarizeRows(own);
    if (summary === undefined) return NONE;
    return `${ratio(summary.toBound.mean)} (${formatShare(summary.missRate.mean, 2)})`;
  });
  return [policy, ...cells];
}

function withInterval({mean, halfWidth}: Interval, format: (value: number) => string): string {
  return halfWidth === null ? format(mean) : `${format(mean)} ± ${format(halfWidth)}`;
}

function ratio(value: number): string {
  return value.toFixed(3);
}

import type {AccuracySummary, CohortSummary, InstanceSummary} from '../core/schedule/summary.js';
import {originLabel} from './origin.js';
import {renderTable} from './table.js';
import {formatCount, formatMw, formatShare, formatUj, formatUs} from './units.js';

const HEADER = ['instance', 'jobs', 'missed', 'p50', 'p95', 'p99', 'max', 'p99/deadline', 'top-1', 'loss'];
const NONE = '–';

/** The end of a run, for people. */
export function renderCohortSummary(summary: CohortSummary): string {
  const {board, origin, policy, mode, initialMode, jobs, durationUs} = summary;
  const modes = mode === initialMode ? mode : `${initialMode ?? ''}, later ${mode ?? ''}`;
  const how = modes === null ? policy : `${policy}, ${modes}`;
  return [
    `${board}, ${how}: ${formatCount(jobs)} jobs in ${formatUs(durationUs)} (${originLabel(origin)})`,
    '',
    renderTable([HEADER, ...summary.instances.map(instanceRow)]),
    '',
    ...totals(summary),
  ].join('\n');
}

function instanceRow({name, jobs, missed, latencyUs, latencyShare, accuracy}: InstanceSummary): readonly string[] {
  const latency = latencyUs === null ? [NONE, NONE, NONE, NONE] : Object.values(latencyUs).map(formatUs);
  return [
    name,
    formatCount(jobs),
    formatCount(missed),
    ...latency,
    latencyShare === null ? NONE : formatShare(latencyShare.p99, 0),
    accuracy === null ? NONE : formatShare(accuracy.top1),
    accuracy === null ? NONE : formatShare(accuracy.measuredLoss),
  ];
}

function totals(summary: CohortSummary): readonly string[] {
  const {missed, missRate, skipped, energyUj, meanPowerMw, transitions, transitionsPerJob} = summary;
  const lines = [
    `deadlines   ${formatCount(missed)} missed (${formatShare(missRate, 2)})${skipped === 0 ? '' : `, ${formatCount(skipped)} releases skipped`}`,
    `energy      ${formatUj(energyUj)}, mean power ${formatMw(meanPowerMw)}`,
    `transitions ${formatCount(transitions)} (${transitionsPerJob.toFixed(2)} a job), ${formatCount(summary.configurationsUsed)} configurations used`,
    `accuracy    ${accuracyLine(summary.accuracy)}`,
    `decisions   ${decisionsLine(summary)}`,
  ];
  if (summary.shortfallUs > 0)
    lines.push(`shortfall   up to ${formatUs(summary.shortfallUs)} when a decision could not meet every deadline`);
  return lines;
}

function accuracyLine(accuracy: AccuracySummary | null): string {
  if (accuracy === null) return 'not computed for any job';
  const {jobs, images, top1, originalTop1, measuredLoss, predictedLoss} = accuracy;
  return (
    `top-1 ${formatShare(top1, 2)} on ${formatCount(images)} images of ${formatCount(jobs)} jobs, original ${formatShare(originalTop1, 2)}; ` +
    `loss ${formatShare(measuredLoss, 2)} measured, ${formatShare(predictedLoss, 2)} predicted`
  );
}

function decisionsLine({decisions, accuracyTableHits, wallClock}: CohortSummary): string {
  const took = wallClock.decisionUs;
  const time = took === null ? '' : `, ${formatUs(took.p50)} median and ${formatUs(took.p99)} p99 of real time`;
  const hits = accuracyTableHits === 0 ? '' : `, ${formatCount(accuracyTableHits)} look-ups in accuracy tables`;
  return `${formatCount(decisions)}${hits}${time}`;
}

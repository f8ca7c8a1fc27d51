import type {CohortStatus, InstanceStatus} from '../core/schedule/status.js';
import {originLabel} from './origin.js';
import {formatCount, formatMw, formatUs} from './units.js';

const BAR_LENGTH = 12;

/** A running cohort, a line for the whole and one for each instance. */
export function renderCohortStatus(status: CohortStatus): readonly string[] {
  const width = Math.max(...status.instances.map(({name}) => name.length));
  return [
    renderStatusLine(status),
    ...status.instances.map((instance) => `  ${instance.name.padEnd(width)} ${instanceLine(instance)}`),
    `  ${originLabel(status.origin)}`,
  ];
}

/** The whole cohort in one line, for logs. */
export function renderStatusLine(status: CohortStatus): string {
  const {board, policy, mode, timeUs, finished, jobs, missed, configuration, meanPowerMw} = status;
  const how = mode === null ? policy : `${policy}, ${mode}`;
  return (
    `${board}, ${how}: ${formatUs(timeUs)}, ${formatCount(finished)}/${formatCount(jobs)} jobs, ${formatCount(missed)} missed, ` +
    `configuration ${configuration}, mean power ${formatMw(meanPowerMw)}`
  );
}

function instanceLine({layer, layers, lagUs, variant, finished, missed}: InstanceStatus): string {
  const done = Math.round(((layer + 1) / layers) * BAR_LENGTH);
  const bar = `${'█'.repeat(done)}${'░'.repeat(BAR_LENGTH - done)}`;
  const lag = `${lagUs < 0 ? '-' : '+'}${formatUs(Math.abs(lagUs))}`;
  return `${bar} layer ${`${layer + 1}/${layers}`.padStart(5)}  LAG ${lag.padStart(8)}  variant ${variant}  ${formatCount(finished)} done, ${formatCount(missed)} missed`;
}

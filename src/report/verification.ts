import {networkKey, type Network} from '../core/network/network.js';
import type {Verification} from '../core/verification.js';
import {renderTable} from './table.js';
import {formatMw, formatUs} from './units.js';

/** A verification, with what it is of. */
export interface VerificationReport extends Verification {
  readonly file: string;
  readonly board: string;
}

export function renderVerification(report: VerificationReport, networks: readonly Network[]): string {
  const {rows, latencyRatio, powerRatio, deviating, holds, file, board} = report;
  const lines = rows.map(({configuration, row, storedUs, measuredUs, storedMw, measuredMw}) => {
    const network = networks[row.network];
    const power = storedMw === null || measuredMw === null ? '–' : `${formatMw(storedMw)} → ${formatMw(measuredMw)}`;
    const name = network === undefined ? '' : `${networkKey(network)} ${row.layer}.${row.variant}`;
    return [name, `${configuration}`, `${formatUs(storedUs)} → ${formatUs(measuredUs)}`, power];
  });
  const power = powerRatio === null ? '' : `, power ${percent(powerRatio)}`;
  return [
    renderTable([['layer', 'configuration', 'latency', 'power'], ...lines]),
    `${deviating} of ${rows.length} rows deviate; median latency ${percent(latencyRatio)}${power} of what is stored`,
    holds
      ? `${file} holds on this ${board}.`
      : `${file} does not hold on this ${board}. Next: neuos profile --board ${board}`,
  ].join('\n');
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}

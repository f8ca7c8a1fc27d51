import type {SweepHeader} from '../core/profile-store.js';
import {networkKey} from '../core/network/network.js';
import {originLabel} from './origin.js';
import {formatCount} from './units.js';

/** A finished sweep. */
export interface ProfileReport extends SweepHeader {
  readonly file: string;
  readonly configurations: number;
  readonly rows: number;
  readonly resumed: number;
  readonly wallClock: {readonly seconds: number};
}

export function renderProfileResult(report: ProfileReport): string {
  const {identity, networks, configurations, rows, resumed, wallClock, file} = report;
  const continued = resumed === 0 ? '' : `, ${formatCount(resumed)} of them by an earlier run`;
  return [
    `Profile of ${identity.board} (${originLabel(identity.origin)})`,
    ...networks.map((network) => `  ${networkKey(network)}, ${network.layers.length} layers`),
    `  ${formatCount(configurations)} configurations${continued}`,
    `  ${formatCount(rows)} rows in ${wallClock.seconds.toFixed(1)} s`,
    `Written to ${file}. Next: neuos build-tables --profile ${file}`,
  ].join('\n');
}

import type {SweepHeader} from '../core/profile-store.js';
import {networkKey, type Network} from '../core/network/network.js';
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
    ...networks.map(networkLine),
    `  ${formatCount(configurations)} configurations${continued}`,
    `  ${formatCount(rows)} rows in ${wallClock.seconds.toFixed(1)} s`,
    `Written to ${file}. Next: neuos build-tables --profile ${file}`,
  ].join('\n');
}

function networkLine(network: Network): string {
  const {layers, trial} = network;
  const cost = trial === undefined ? '' : ` at ${trial.cost.toFixed(3)} of the uncut model's time here`;
  return `  ${networkKey(network)}, ${layers.length} layers${cost}`;
}

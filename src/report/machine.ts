import type {Diagnosis} from '../core/board/diagnosis.js';
import type {ClockFact, MachineFacts, NodeFact, RailFact} from '../core/board/machine-facts.js';
import type {Restoration} from '../core/board/journal.js';
import type {DryRun} from '../core/board/nodes.js';
import {renderTable} from './table.js';
import {formatCount, formatMw} from './units.js';

/** What this machine offers, for people. */
export function renderProbe(facts: MachineFacts): string {
  const {board, configurations, clocks, hotplugCpus, rails, temperatureMc} = facts;
  return [
    machineLine(facts),
    `--board ${board?.name ?? 'linux'}: ${formatCount(configurations)} configurations`,
    clocks.length === 0 ? 'no clock can be set' : renderTable([CLOCK_HEADER, ...clocks.map(clockRow)]),
    hotplugCpus.length === 0 ? 'no core can be taken offline' : `cores that can go offline: ${hotplugCpus.join(', ')}`,
    rails.length === 0 ? 'no power sensor' : renderTable([RAIL_HEADER, ...rails.map(railRow)]),
    totalLine(facts),
    temperatureMc === null ? 'no temperature' : `hottest sensor: ${(temperatureMc / 1000).toFixed(1)} °C`,
  ].join('\n');
}

function machineLine({identity: {model, kernel, l4t}, jetpack, board}: MachineFacts): string {
  const release = l4t === undefined ? '' : `, L4T ${l4t} (JetPack ${jetpack ?? 'unknown'})`;
  return `${board?.title ?? 'no known board'}: ${model ?? 'no device tree'}, kernel ${kernel ?? 'unknown'}${release}`;
}

function totalLine({total, totalProblem}: MachineFacts): string {
  if (total === undefined) return `total power: ${totalProblem ?? 'none; power and energy stay empty'}`;
  return `total power: ${total.description}${total.powerMw === null ? '' : `, now ${formatMw(total.powerMw)}`}`;
}

export function renderDoctor({facts, findings, engines}: Diagnosis): string {
  const {runtime, nodes} = facts;
  return [
    machineLine(facts),
    `Node.js ${runtime.node} on ${runtime.arch}, glibc ${runtime.glibc ?? 'unknown'}, ${runtime.isRoot ? 'root' : 'not root'}`,
    ...engines.map(({engine, possible, why}) => `engine ${engine}: ${possible ? 'yes' : 'no'}, ${why}`),
    `${nodes.filter(({writable}) => writable).length} of ${nodes.length} nodes can be written`,
    ...nodes.filter(({readable, writable}) => !readable || !writable).map(nodeLine),
    ...findings.flatMap(({severity, problem, mend}) => [`${severity}: ${problem}`, `  Try: ${mend}`]),
    findings.length === 0 ? 'Nothing is missing.' : `${findings.length} found.`,
  ].join('\n');
}

function nodeLine({node, readable, writable}: NodeFact): string {
  const verdict = readable
    ? 'readable, not writable'
    : writable
      ? 'writable, not readable'
      : 'neither readable nor writable';
  return `  ${node}: ${verdict}`;
}

export function renderRestore({note, writes, dryRun}: Restoration): string {
  if (note === undefined) return 'Nothing to restore: no process left the board changed.';
  const lines = writes.map(({node, value}) => `  ${value} > ${node}`);
  const done = dryRun ? 'would put back' : 'put back';
  return [`Process ${note.pid} changed the board (${note.board}) at ${note.writtenAt}; ${done}:`, ...lines].join('\n');
}

/** What a sweep would write first. */
export function renderDryRun({board, plans}: DryRun): string {
  const lines = plans.flatMap(({configuration, writes}) => [
    `From the clocks in force to configuration ${configuration} of ${board}, ${writes.length} writes:`,
    ...writes.map(({node, value}) => `  ${value} > ${node}`),
  ]);
  return [...lines, 'Nothing was written.'].join('\n');
}

const RAIL_HEADER = ['rail', 'driver', 'device', 'now'];
const CLOCK_HEADER = ['clock', 'cores', 'rates', 'from', 'to', 'now'];

function clockRow({name, cpus, ratesHz, currentHz}: ClockFact): readonly string[] {
  const mhz = (hz: number | null | undefined) =>
    hz === null || hz === undefined ? '–' : `${Math.round(hz / 1e6)} MHz`;
  return [name, cpus.join(' '), `${ratesHz.length}`, mhz(ratesHz[0]), mhz(ratesHz.at(-1)), mhz(currentHz)];
}

function railRow({rail, driver, device, powerMw, problem}: RailFact): readonly string[] {
  return [rail, driver, device, powerMw === null ? (problem ?? '–') : formatMw(powerMw)];
}

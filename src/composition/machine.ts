import {CATALOGUE} from '../boards/catalogue.js';
import {findClockWriters} from '../boards/clock-writers.js';
import {FileJournal} from '../boards/journal.js';
import {clockFacts, nodeFacts, openMachine, powerModeFact, type Machine} from '../boards/machine.js';
import {NodeWriter} from '../boards/node-writer.js';
import {readState} from '../boards/read-state.js';
import {putBack} from '../boards/sysfs-actuator.js';
import {SysfsThermal} from '../boards/sysfs-thermal.js';
import {jetpackGeneration} from '../core/board/identity.js';
import type {MachineFacts, RailFact, RuntimeFacts} from '../core/board/machine-facts.js';
import {allWrites, planWrites} from '../core/board/plan-writes.js';
import type {RailChannel, TotalRails} from '../core/board/power-sensor.js';
import {genericTotal, totalRails} from '../core/board/total-rails.js';
import {EnvironmentError} from '../core/errors.js';
import type {RestoreInputs} from '../services/restore.js';
import {findChannels} from '../sensors/find-channels.js';
import {readRails} from '../sensors/read-rails.js';
import {lockBoard} from './board-lock.js';

/** Everything that can be found of the machine under `root`, without changing anything. */
export function machineFacts(root: string): MachineFacts {
  const machine = openMachine(root);
  const {tree, identity, nodes, recognized, board} = machine;
  const jetpack = jetpackGeneration(identity);
  const channels = findChannels(tree);
  const rails = readRails(channels);
  const thermal = new SysfsThermal(tree, nodes);
  const note = new FileJournal(tree).read();
  const powerMode = powerModeFact(machine);
  return {
    identity,
    ...(jetpack === undefined ? {} : {jetpack}),
    ...(recognized === undefined ? {} : {board: {name: recognized.name, title: recognized.title}}),
    configurations: board.space.size,
    clocks: clockFacts(machine),
    hotplugCpus: [...nodes.hotplug.keys()],
    nodes: nodeFacts(machine),
    rails,
    ...totalFacts(machine, channels, rails),
    temperatureMc: thermal.temperatureMc() ?? null,
    isThrottling: thermal.isThrottling(),
    ...(powerMode === undefined ? {} : {powerMode}),
    clockWriters: findClockWriters(tree),
    runtime: runtimeFacts(),
    ...(note === undefined ? {} : {note}),
  };
}

/**
 * The rails that make up the power of a machine; undefined where it has no sensor that could stand for all of it.
 *
 * **Errors:** EnvironmentError when a known board lacks one of its rails.
 */
export function findTotal({board}: Machine, channels: readonly RailChannel[]): TotalRails | undefined {
  if (board.hardware !== undefined) return totalRails(channels, board.hardware.rails);
  return genericTotal(
    channels,
    CATALOGUE.flatMap(({hardware}) => hardware?.rails ?? []),
  );
}

function totalFacts(
  machine: Machine,
  channels: readonly RailChannel[],
  rails: readonly RailFact[],
): Pick<MachineFacts, 'total' | 'totalProblem'> {
  try {
    const total = findTotal(machine, channels);
    if (total === undefined) return {};
    const parts = total.channels.map((channel) => rails[channels.indexOf(channel)]?.powerMw ?? null);
    const powerMw = parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
    return {total: {description: total.description, powerMw}};
  } catch (error) {
    if (error instanceof EnvironmentError) return {totalProblem: error.message};
    throw error;
  }
}

function runtimeFacts(): RuntimeFacts {
  const {header} = process.report.getReport() as {header: {glibcVersionRuntime?: string}};
  const glibc = header.glibcVersionRuntime;
  return {
    node: process.versions.node,
    arch: process.arch,
    ...(glibc === undefined ? {} : {glibc}),
    isRoot: process.getuid?.() === 0,
  };
}

/** What `restore` needs for the machine under `root`. */
export function composeRestore(root: string): RestoreInputs {
  const {tree, nodes} = openMachine(root);
  const journal = new FileJournal(tree);
  return {
    journal,
    lock: () => lockBoard(journal.file),
    plan: (state) => allWrites(planWrites(nodes, readState(tree, nodes), state)),
    putBack: (state) => {
      const writer = new NodeWriter(tree, nodes);
      try {
        return putBack({tree, nodes, writer}, state);
      } finally {
        writer.close();
      }
    },
  };
}

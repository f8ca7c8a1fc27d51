import type {Actuator, AppliedChange, ThermalMonitor} from '../core/board/actuator.js';
import type {CpuCluster} from '../core/board/board.js';
import type {DvfsConfiguration} from '../core/board/configuration.js';
import type {BoardJournal, JournalEntry} from '../core/board/journal.js';
import type {BoardNodes, BoardState, NodeWrite} from '../core/board/nodes.js';
import {allWrites, planWrites} from '../core/board/plan-writes.js';
import {differences, type StateDifference} from '../core/board/state-difference.js';
import {targetState} from '../core/board/target-state.js';
import {EnvironmentError} from '../core/errors.js';
import type {WritesNodes} from './node-writer.js';
import {pause} from './pause.js';
import {readState} from './read-state.js';
import type {SysfsTree} from './sysfs-tree.js';

/** Kernel 5.5 and later has limits come into force in a queue of its own, some time after the write has returned. */
const SETTLING_MS = [1, 2, 5, 10, 20, 50, 100, 200, 400];
/** Long enough for limits of a change that broke off to come into force. */
const PENDING_MS = 20;

export interface SysfsActuatorOptions {
  readonly tree: SysfsTree;
  readonly nodes: BoardNodes;
  readonly clusters: readonly CpuCluster[];
  readonly writer: WritesNodes;
  readonly journal: BoardJournal;
  readonly thermal: Pick<ThermalMonitor, 'isThrottling'>;
  /** What stands in the note beside the state. */
  readonly note: Omit<JournalEntry, 'state'>;
}

/** Sets a board's knobs through the kernel's files. */
export class SysfsActuator implements Actuator {
  readonly #options: SysfsActuatorOptions;
  /** As last read. */
  #state: BoardState | undefined;
  /** What is put back; undefined while nothing was changed. */
  #found: BoardState | undefined;

  constructor(options: SysfsActuatorOptions) {
    this.#options = options;
  }

  plan(configuration: DvfsConfiguration): readonly NodeWrite[] {
    const {nodes} = this.#options;
    return allWrites(planWrites(nodes, this.#state ?? this.#read(), this.#target(configuration)));
  }

  apply(configuration: DvfsConfiguration): AppliedChange {
    const from = this.#state ?? this.#read();
    this.#remember(from);
    const target = this.#target(configuration);
    try {
      const writes = this.#move(from, target);
      return {writes, throttled: this.#verify(target, writes)};
    } catch (error) {
      this.#state = undefined;
      throw error;
    }
  }

  restore(): void {
    const {journal} = this.#options;
    if (this.#found === undefined) return;
    const left = putBack(this.#options, this.#found);
    this.#state = undefined;
    if (left !== undefined) throw left;
    journal.remove();
    this.#found = undefined;
  }

  #target(configuration: DvfsConfiguration): BoardState {
    const {nodes, clusters} = this.#options;
    return targetState(nodes, clusters, configuration);
  }

  #read(): BoardState {
    return readState(this.#options.tree, this.#options.nodes);
  }

  /** Cores first: a policy whose cores were all offline shows its limits only then, and they are to be put back too. */
  #move(from: BoardState, target: BoardState): readonly NodeWrite[] {
    const {nodes} = this.#options;
    const {coresOn} = planWrites(nodes, from, target);
    this.#writeAll(coresOn);
    const awake = coresOn.length === 0 ? from : this.#read();
    if (coresOn.length > 0) this.#remember(awake);
    const {clocks, coresOff} = planWrites(nodes, awake, target);
    this.#writeAll([...clocks, ...coresOff]);
    return [...coresOn, ...clocks, ...coresOff];
  }

  #writeAll(writes: readonly NodeWrite[]): void {
    for (const write of writes) this.#options.writer.write(write);
  }

  /** Notes what is to be put back, on disk before anything is written; later only limits that were not seen before. */
  #remember(state: BoardState): void {
    const limits = {...state.limits, ...this.#found?.limits};
    if (this.#found !== undefined && sameKeys(limits, this.#found.limits)) return;
    const found = {...(this.#found ?? state), limits};
    this.#options.journal.write({...this.#options.note, state: found});
    this.#found = found;
  }

  /** @returns whether the board throttles, which explains a clock below what was asked */
  #verify(target: BoardState, writes: readonly NodeWrite[]): boolean {
    const {nodes, thermal} = this.#options;
    const {state, first} = settle(nodes, target, () => this.#read());
    this.#state = state;
    if (first === undefined) return false;
    if (first.isLower && thermal.isThrottling()) return true;
    throw didNotTake(first, writes);
  }
}

/**
 * Writes `state` over whatever is in force. A node that fails does not keep the others from being put back; a policy
 * whose cores are all to be offline gets its limits back while one of them is awake.
 *
 * @returns the first failure
 */
export function putBack(
  {tree, nodes, writer}: Pick<SysfsActuatorOptions, 'tree' | 'nodes' | 'writer'>,
  state: BoardState,
): Error | undefined {
  const failures: Error[] = [];
  const writeAll = (writes: readonly NodeWrite[]) => {
    for (const write of writes) {
      try {
        writer.write(write);
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  const read = () => readState(tree, nodes, (problem) => failures.push(problem));
  pause(PENDING_MS);
  writeAll(planWrites(nodes, read(), awakeFor(nodes, state)).coresOn);
  const {clocks, coresOff} = planWrites(nodes, read(), state);
  writeAll([...clocks, ...coresOff]);
  const {first} = settle(nodes, state, read);
  if (first !== undefined) failures.push(didNotTake(first, [{node: first.node, value: first.wanted}]));
  return failures[0];
}

/** Reads until everything is as wanted, or for as long as limits may take to come into force. */
function settle(
  nodes: BoardNodes,
  wanted: BoardState,
  read: () => BoardState,
): {readonly state: BoardState; readonly first: StateDifference | undefined} {
  let state = read();
  let [first] = differences(nodes, wanted, state);
  for (const ms of SETTLING_MS) {
    if (first === undefined) break;
    pause(ms);
    state = read();
    [first] = differences(nodes, wanted, state);
  }
  return {state, first};
}

/** `state` with a core online in every policy that has limits to be put back. */
function awakeFor({cpuDomains}: BoardNodes, state: BoardState): BoardState {
  const asleep = cpuDomains.filter(
    ({name, cpus}) => state.limits[name] !== undefined && !cpus.some((cpu) => state.onlineCpus.includes(cpu)),
  );
  const woken = asleep.flatMap(({cpus}) => cpus.slice(0, 1));
  return {...state, onlineCpus: [...state.onlineCpus, ...woken].toSorted((a, b) => a - b)};
}

function didNotTake({node, wanted, actual}: StateDifference, writes: readonly NodeWrite[]): EnvironmentError {
  const written = writes.some((write) => write.node === node);
  const what = written
    ? `${node} was set to ${wanted} and reads ${actual}: the knob did not take`
    : `${node} reads ${actual} where ${wanted} was in force: another program sets this board's clocks`;
  return new EnvironmentError(what, {suggestions: ['neuos doctor', 'sudo nvpmodel -m 0']});
}

function sameKeys(a: object, b: object): boolean {
  return Object.keys(a).length === Object.keys(b).length;
}

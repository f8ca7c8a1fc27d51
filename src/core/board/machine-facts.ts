import type {BoardIdentity} from './identity.js';
import type {JournalEntry} from './journal.js';

/** One node that neuos needs, and what this process may do with it. */
export interface NodeFact {
  readonly node: string;
  readonly readable: boolean;
  readonly writable: boolean;
}

/** One clock of a machine in a line. */
export interface ClockFact {
  /** `policy0`, `gpu`, `emc`. */
  readonly name: string;
  readonly cpus: readonly number[];
  readonly ratesHz: readonly number[];
  readonly currentHz: number | null;
  /** Whether its limits leave it no choice, as `jetson_clocks` leaves them. */
  readonly isPinned: boolean;
}

/** One rail of a power sensor, as it reads now. */
export interface RailFact {
  readonly rail: string;
  readonly driver: string;
  readonly device: string;
  /** Null where it cannot be read; then `problem` says why. */
  readonly powerMw: number | null;
  readonly problem?: string;
}

/** What this process runs in. */
export interface RuntimeFacts {
  readonly node: string;
  /** `arm64`, `x64`. */
  readonly arch: string;
  readonly glibc?: string;
  readonly isRoot: boolean;
}

/** Everything that was found of a machine. */
export interface MachineFacts {
  readonly identity: BoardIdentity;
  readonly jetpack?: string;
  /** The known board that it is; absent elsewhere. */
  readonly board?: {readonly name: string; readonly title: string};
  /** Configurations of its space, as the running kernel offers it. */
  readonly configurations: number;
  readonly clocks: readonly ClockFact[];
  readonly hotplugCpus: readonly number[];
  /** Nodes that are read and written when it is driven. */
  readonly nodes: readonly NodeFact[];
  readonly rails: readonly RailFact[];
  /** Driver and rails of the total; absent where the machine has none. */
  readonly total?: {readonly description: string; readonly powerMw: number | null};
  /** Why there is no total on a board that should have one. */
  readonly totalProblem?: string;
  readonly temperatureMc: number | null;
  readonly isThrottling: boolean;
  /** The vendor's power mode in force, which caps clocks; absent where there is none. */
  readonly powerMode?: {readonly id: number; readonly name: string};
  /** Programs running now that set clocks by themselves. */
  readonly clockWriters: readonly string[];
  readonly runtime: RuntimeFacts;
  /** Left by a process that did not put the board back. */
  readonly note?: JournalEntry;
}

import type {Origin} from '../profile.js';
import type {Tables} from './tables.js';

/** What tables were built from; they refuse anything else. */
export interface TablesHeader {
  readonly origin: Origin;
  /** What `--board` was given when profiling. */
  readonly board: string;
  /** Seed of the simulated world; absent on real boards. */
  readonly worldSeed?: number;
  /** Digest of the profile. */
  readonly profileHash: string;
  readonly neuosVersion: string;
  readonly configurationCount: number;
  /** Whether the costs of transitions were measured on the board. */
  readonly transitions: 'measured' | 'assumed';
}

/** Tables, and what they were built from. */
export interface StoredTables {
  readonly header: TablesHeader;
  readonly tables: Tables;
}

/** Where tables are kept. */
export interface TableStore {
  /** Replaces what was there, in one step. **Errors:** EnvironmentError when it cannot be written. */
  save(stored: StoredTables): void;
  /** **Errors:** DataError when there are none, or what is there is something else. */
  load(): StoredTables;
}

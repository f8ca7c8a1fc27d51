import type {MachineFacts} from './machine-facts.js';

/** One thing that stands between this machine and measuring on it. */
export interface Finding {
  /** `error`: measuring on this machine is not possible; `warning`: it is, but numbers may mislead. */
  readonly severity: 'error' | 'warning';
  readonly problem: string;
  /** The one command, or the one thing to do, that mends it. */
  readonly mend: string;
}

/** What keeps a machine from being measured, and which engines it has. */
export interface Diagnosis {
  readonly facts: MachineFacts;
  readonly findings: readonly Finding[];
  /** Which engine is possible here, and why not the other. */
  readonly engines: readonly {readonly engine: 'cpu' | 'gpu'; readonly possible: boolean; readonly why: string}[];
}

import type {JobRecord} from './records.js';

/** Where finished jobs are written down, one by one. */
export interface JobLog {
  write(job: JobRecord): void;
  close(): void;
}

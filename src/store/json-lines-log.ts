import {closeSync, openSync, writeSync} from 'node:fs';
import {EnvironmentError} from '../core/errors.js';
import type {JobLog} from '../core/schedule/job-log.js';
import type {JobRecord} from '../core/schedule/records.js';

/** Writes every job as a line of JSON. **Errors:** EnvironmentError when the file cannot be written. */
export class JsonLinesLog implements JobLog {
  readonly #file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = this.#try(() => openSync(file, 'w'));
  }

  write(job: JobRecord): void {
    this.#try(() => writeSync(this.#descriptor, `${JSON.stringify(job)}\n`));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw new EnvironmentError(`${this.#file} cannot be written: ${(cause as NodeJS.ErrnoException).code ?? ''}`, {
        suggestions: ['neuos run --log in/a/folder/you/can/write.jsonl'],
        cause,
      });
    }
  }
}

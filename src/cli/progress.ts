import {SingleBar} from 'cli-progress';

/** Shows how far long work is, on stderr. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

const SILENT: Progress = {
  update: () => undefined,
  stop: () => undefined,
};

/**
 * A bar with the remaining time; silent where stderr is no terminal, and where nobody wants to see it.
 *
 * @param unit - what is counted: `configurations`.
 */
export function openProgress(unit: string, wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return SILENT;
  const bar = new SingleBar({
    stream: process.stderr,
    format: `{bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`,
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, done);
      else bar.update(done);
      started = true;
    },
    stop: () => {
      bar.stop();
    },
  };
}

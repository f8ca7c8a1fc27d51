import {SingleBar} from 'cli-progress';

/** Shows how far long work is, on stderr. */
export interface Progress {
  /** @param unit - what is counted: `configurations`; a new one starts a new bar. */
  readonly update: (unit: string, done: number, total: number) => void;
  readonly stop: () => void;
}

const SILENT: Progress = {
  update: () => undefined,
  stop: () => undefined,
};

/** A bar with the remaining time; silent where stderr is no terminal, and where nobody wants to see it. */
export function openProgress(wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return SILENT;
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage}% | {value}/{total} {unit} | {eta_formatted} left',
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
  });
  let shown = '';
  return {
    update: (unit, done, total) => {
      if (unit !== shown || total !== bar.getTotal()) {
        bar.stop();
        bar.start(total, done, {unit});
        shown = unit;
      }
      bar.update(done, {unit});
    },
    stop: () => {
      bar.stop();
    },
  };
}

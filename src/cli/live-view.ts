/** Shows where running work stands, on stderr. */
export interface LiveView {
  /** Whether lines are redrawn in place, or one is added at a time. */
  readonly redraws: boolean;
  readonly show: (lines: readonly string[]) => void;
  readonly stop: () => void;
}

const CLEAR_LINE = '\u001B[2K';

/** Lines that are redrawn in place on a terminal, and plain lines below each other elsewhere. */
export function openLiveView(wanted: boolean, stream: NodeJS.WriteStream = process.stderr): LiveView {
  if (!wanted) return {redraws: false, show: () => undefined, stop: () => undefined};
  if (!stream.isTTY) {
    const show = (lines: readonly string[]) => stream.write(`${lines.join('\n')}\n`);
    return {redraws: false, show, stop: () => undefined};
  }
  let drawn = 0;
  const back = () => (drawn === 0 ? '' : `\u001B[${drawn}A\r`);
  return {
    redraws: true,
    show: (lines) => {
      const fitting = lines.map((line) => line.slice(0, stream.columns));
      stream.write(`${back()}${fitting.map((line) => `${CLEAR_LINE}${line}\n`).join('')}`);
      drawn = lines.length;
    },
    stop: () => {
      // What was live is gone when it is over: the summary takes its place.
      stream.write(`${back()}${`${CLEAR_LINE}\n`.repeat(drawn)}${back()}`);
      drawn = 0;
    },
  };
}

/** A point of a chart, in the units of its axes. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

const WIDTH = 60;
const HEIGHT = 12;
const MARK = '●';

/** A chart of points in plain characters, the least of either axis at the lower left. */
export function renderScatter(points: readonly ChartPoint[], labels: {readonly x: string; readonly y: string}): string {
  if (points.length === 0) return '';
  const [xs, ys] = [scale(points.map(({x}) => x)), scale(points.map(({y}) => y))];
  const cells = new Set(points.map(({x, y}) => `${place(x, xs, WIDTH)} ${place(y, ys, HEIGHT)}`));
  const ticks = [ys.low, ys.high].map((value) => value.toFixed(2));
  const margin = Math.max(...ticks.map((tick) => tick.length));
  const lines = Array.from({length: HEIGHT}, (_, line) => {
    const row = HEIGHT - 1 - line;
    const tick = row === 0 ? ticks[0] : row === HEIGHT - 1 && ys.high > ys.low ? ticks[1] : '';
    const marks = Array.from({length: WIDTH}, (_, column) => (cells.has(`${column} ${row}`) ? MARK : ' ')).join('');
    return `${(tick ?? '').padStart(margin)} │${marks}`.trimEnd();
  });
  const [left, right] = [xs.low.toFixed(2), `${xs.high > xs.low ? `${xs.high.toFixed(2)} ` : ''}${labels.x}`];
  const indent = ' '.repeat(margin + 1);
  return [
    `${indent}${labels.y}`,
    ...lines,
    `${indent}└${'─'.repeat(WIDTH)}`,
    `${indent} ${left}${right.padStart(WIDTH - left.length)}`,
  ].join('\n');
}

interface Scale {
  readonly low: number;
  readonly high: number;
}

function scale(values: readonly number[]): Scale {
  return {low: Math.min(...values), high: Math.max(...values)};
}

function place(value: number, {low, high}: Scale, length: number): number {
  return high === low ? 0 : Math.round(((value - low) / (high - low)) * (length - 1));
}

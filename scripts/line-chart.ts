/** One curve; `dotted` draws its points alone. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly dotted: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 640;
const HEIGHT = 300;
const MARGIN = {left: 60, right: 20, top: 34, bottom: 44};
const TICKS = 5;

/** A chart as SVG, both axes from 0. */
export function lineChart(title: string, xLabel: string, yLabel: string, curves: readonly Curve[]): string {
  const all = curves.flatMap(({points}) => points);
  const most = [Math.max(...all.map(([x]) => x)), Math.max(...all.map(([, y]) => y))] as const;
  const x = (value: number) => MARGIN.left + (value / most[0]) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / most[1]) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ticks = Array.from({length: TICKS + 1}, (_, tick) => tick / TICKS);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(WIDTH / 2, 18, title, 'middle'),
    text(WIDTH / 2, HEIGHT - 8, xLabel, 'middle'),
    text(8, MARGIN.top - 8, yLabel, 'start'),
    ...ticks.flatMap((share) => [
      line(x(0), y(share * most[1]), x(most[0]), y(share * most[1])),
      text(MARGIN.left - 6, y(share * most[1]) + 4, short(share * most[1]), 'end'),
      text(x(share * most[0]), HEIGHT - MARGIN.bottom + 16, short(share * most[0]), 'middle'),
    ]),
    ...curves.map((curve) => draw(curve, x, y)),
    ...curves.map(({name, colour}, index) => legend(name, colour, index)),
    '</svg>',
    '',
  ].join('\n');
}

function draw({points, colour, dotted}: Curve, x: (value: number) => number, y: (value: number) => number): string {
  const placed = points.map(([px, py]) => [x(px).toFixed(1), y(py).toFixed(1)] as const);
  if (dotted) return placed.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`).join('\n');
  const path = placed.map(([px, py]) => `${px},${py}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

function legend(name: string, colour: string, index: number): string {
  const top = MARGIN.top + 8 + 18 * index;
  const left = WIDTH - MARGIN.right - 190;
  return `<rect x="${left}" y="${top}" width="12" height="12" fill="${colour}"/>\n${text(left + 18, top + 10, name, 'start')}`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  const at = [x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `<line x1="${at[0]}" y1="${at[1]}" x2="${at[2]}" y2="${at[3]}" stroke="#ddd"/>`;
}

function text(x: number, y: number, words: string, anchor: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
}

function short(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

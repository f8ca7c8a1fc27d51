// Draws docs/three-modes.svg: what the demo cohort prints in three modes and with every clock at its top. Needs the
// tables that `npm run demo` builds.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const RUN = ['run', '--cohort', 'profiles/cohorts/demo.yaml', '--jobs', '2000', '--quiet'];
const VARIANTS = [
  ['--mode', 'max-accuracy'],
  ['--mode', 'balanced'],
  ['--mode', 'min-energy'],
  ['--policy', 'max-n'],
];
const TABLE = ['--table', 'tables/demo.tables.sqlite', '--execute', '120'];
const [FONT_PX, LINE_PX, CHARACTER_PX, PADDING_PX] = [13, 18, 7.83, 16];

const lines = VARIANTS.flatMap((variant) => [
  `$ neuos ${[...RUN.slice(0, 3), ...variant].join(' ')}`,
  ...summaryOf([...RUN, ...variant, ...TABLE]),
  '',
]);
writeFileSync(new URL('../docs/three-modes.svg', import.meta.url), svgOf(lines.slice(0, -1)));

/** The summary without the line that differs from run to run. */
function summaryOf(words) {
  const {status, stdout, stderr} = spawnSync(process.execPath, ['bin/run.js', ...words], {cwd: root, encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('decisions') && line !== '');
}

function svgOf(text) {
  const width = Math.ceil(Math.max(...text.map((line) => line.length)) * CHARACTER_PX + 2 * PADDING_PX);
  const height = text.length * LINE_PX + 2 * PADDING_PX;
  const rows = text.map((line, row) => {
    const colour = line.startsWith('$') ? '#7ee787' : line.startsWith('sim:') ? '#e6edf3' : '#b1bac4';
    const y = PADDING_PX + (row + 0.75) * LINE_PX;
    return `<text x="${PADDING_PX}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_PX}">
${rows.join('\n')}
</g>
</svg>
`;
}

function escaped(line) {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

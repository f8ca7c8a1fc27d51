import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {originalRows} from '../../src/core/profile.js';
import {shuffledIndices} from '../../src/core/random/shuffle.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../support/sample-sweep.js';
import {bareInsertRate} from './bare-insert.js';
import {interleavedMedians, median, quick, report} from './harness.js';

// A full simulated sweep against a bare insert loop with the same schema and the same number of layers.
interface Sweep {
  readonly seconds: number;
  readonly rows: number;
  readonly layers: readonly number[];
  readonly peakMb: number;
}

const BARE_CONFIGURATIONS = 6000;
const folder = mkdtempSync(path.join(tmpdir(), 'neuos-bench-'));
const sweeps: Record<string, Sweep[]> = {};
let bareRounds = 0;

const rates = await interleavedMedians(quick ? 1 : 3, {
  tx2: () => sweepRate('sim:tx2'),
  // The short form leaves the large board out.
  agx: () => (quick ? NaN : sweepRate('sim:agx-xavier')),
  bare: () => bareRate(sweeps['sim:tx2']?.at(-1)?.layers ?? []),
});
rmSync(folder, {recursive: true});
report('sweep', {
  ...metricsOf('tx2', sweeps['sim:tx2'] ?? []),
  ...metricsOf('agx', sweeps['sim:agx-xavier'] ?? []),
  bareRowsPerSecond: rates.bare,
  tx2ToBareRatio: rates.tx2 / rates.bare,
  ...(quick ? {} : {agxToBareRatio: rates.agx / rates.bare}),
  peakMb: Math.max(...Object.values(sweeps).flatMap((runs) => runs.map(({peakMb}) => peakMb))),
});

function sweepRate(board: string): number {
  const file = path.join(folder, `${board.replace(':', '-')}-${sweeps[board]?.length ?? 0}.sqlite`);
  const program = fileURLToPath(new URL('sweep-once.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', program, board, file], {encoding: 'utf8'});
  const sweep = JSON.parse(output) as Sweep;
  (sweeps[board] ??= []).push(sweep);
  rmSync(file);
  return sweep.rows / sweep.seconds;
}

function bareRate(layers: readonly number[]): Promise<number> {
  const networks = layers.map((count, index) => sampleNetwork(`network-${index}`, count));
  const header = sampleHeader(BARE_CONFIGURATIONS, networks);
  const rows = originalRows(networks);
  const order = shuffledIndices(BARE_CONFIGURATIONS, 1);
  const measurements = Array.from(order, (index) => sampleMeasurement(index, rows));
  bareRounds += 1;
  return bareInsertRate(path.join(folder, `bare-${bareRounds}.sqlite`), header, rows, measurements);
}

function metricsOf(name: string, runs: readonly Sweep[]): Readonly<Record<string, number>> {
  if (runs.length === 0) return {};
  return {[`${name}Seconds`]: median(runs.map(({seconds}) => seconds)), [`${name}Rows`]: runs[0]?.rows ?? 0};
}

import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {originalRows} from '../../src/core/profile.js';
import {shuffledIndices} from '../../src/core/random/shuffle.js';
import {SqliteProfileStore} from '../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../support/sample-sweep.js';
import {bareInsertRate} from './bare-insert.js';
import {interleavedMedians, quick, report, secondsOf} from './harness.js';

// Appending against a bare insert loop, and loading a profile of AGX Xavier's size: 51,968 configurations × 75 rows.
const XAVIER_CONFIGURATIONS = 51_968;
const networks = [11, 18, 22, 24].map((layers, index) => sampleNetwork(`network-${index}`, layers));
const header = sampleHeader(XAVIER_CONFIGURATIONS, networks);
const rows = originalRows(networks);
const order = shuffledIndices(XAVIER_CONFIGURATIONS, header.identity.seed);
const folder = mkdtempSync(path.join(tmpdir(), 'neuos-bench-'));
let files = 0;

const compared = Array.from(order.slice(0, quick ? 2000 : 8000), (index) => sampleMeasurement(index, rows));
const rates = await interleavedMedians(quick ? 3 : 7, {
  bare: () => bareInsertRate(newFile(), header, rows, compared),
  append: () => appendRate(newFile()),
});
const loaded = loadWhole(quick ? 4000 : XAVIER_CONFIGURATIONS);
rmSync(folder, {recursive: true});
report('store', {
  bareRowsPerSecond: rates.bare,
  appendRowsPerSecond: rates.append,
  appendToBareRatio: rates.append / rates.bare,
  ...loaded,
});

async function appendRate(file: string): Promise<number> {
  const writer = new SqliteProfileStore(file, () => performance.now()).openForWriting(header);
  const seconds = await secondsOf(() => {
    for (const measurement of compared) writer.append(rows, measurement, '{"temperatureMc": 45000}');
    writer.close();
  });
  return (compared.length * rows.length) / seconds;
}

/** Writes a profile of `configurations` and loads it in a process of its own. */
function loadWhole(configurations: number): Readonly<Record<string, number>> {
  const file = newFile();
  const writer = new SqliteProfileStore(file, () => performance.now()).openForWriting(header);
  for (const index of order.slice(0, configurations)) writer.append(rows, sampleMeasurement(index, rows));
  writer.close();
  const program = fileURLToPath(new URL('load-profile.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', program, file], {encoding: 'utf8'});
  const {loadSeconds, hashSeconds, loadPeakMb} = JSON.parse(output) as Record<string, number>;
  return {
    loadedRows: configurations * rows.length,
    bytesPerRow: statSync(file).size / (configurations * rows.length),
    loadSeconds: loadSeconds ?? NaN,
    hashSeconds: hashSeconds ?? NaN,
    loadPeakMb: loadPeakMb ?? NaN,
  };
}

function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.sqlite`);
}

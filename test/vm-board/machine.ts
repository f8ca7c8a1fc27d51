import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';
import {node, tinyModelBytes, weight} from '../support/tiny-model.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Where `npm run vm:build` puts kernel, modules and initial files. */
const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
const folder = process.env['W'] ?? path.join(cache, 'neuos', 'vm-board');

/** What a scenario left behind. */
export interface ScenarioResult {
  readonly status: number;
  readonly console: string;
  text(file: string): string;
  json(file: string): unknown;
}

export interface Scenario {
  readonly script: string;
  /** Parameters of the sensor chips: labels, shunts, channels that are off or in single-shot mode. */
  readonly chips?: string;
  readonly cpus?: number;
  /** Files that the script finds in /out. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Boots the machine and runs one scenario in it. */
export function runScenario({script, chips, cpus = 4, files = {}}: Scenario): ScenarioResult {
  const out = mkdtempSync(path.join(tmpdir(), 'neuos-vm-'));
  onTestFinished(() => {
    rmSync(out, {recursive: true, force: true});
  });
  writeFileSync(path.join(out, 'tiny.onnx'), smallestModel());
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(out, name), text);
  const board = chips === undefined ? [] : ['-b', chips];
  const parameters = ['-w', repository, '-o', out, ...board, '-c', `${cpus}`, '-t', '2400'];
  const {status, stdout} = spawnSync(
    path.join(folder, 'run.sh'),
    [...parameters, `/share/test/vm-board/scenarios/${script}`],
    {encoding: 'utf8', maxBuffer: 1 << 26},
  );
  const text = (file: string) => readFileSync(path.join(out, file), 'utf8').trim();
  return {status: status ?? 125, console: stdout, text, json: (file) => JSON.parse(text(file)) as unknown};
}

/** One layer, some microseconds long: what is tested is what happens around it. */
function smallestModel(): Uint8Array {
  const nodes = [node('Flatten', ['x'], ['f']), node('Gemm', ['f', 'w'], ['y'], {transB: 1})];
  return tinyModelBytes({nodes, weights: [weight('w', [5, 72])]});
}

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {node, tinyModelBytes, weight} from '../support/tiny-model.js';
import {vmFolder} from './folders.js';

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
  /** Seconds after which the machine is switched off. */
  readonly limitS?: number;
  /** Files that the script finds in /out. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Boots the machine and runs one scenario in it. This thread stays free: the runner expects an answer every minute. */
export async function runScenario({
  script,
  chips,
  cpus = 2,
  limitS = 600,
  files = {},
}: Scenario): Promise<ScenarioResult> {
  const out = mkdtempSync(path.join(tmpdir(), 'neuos-vm-'));
  onTestFinished(() => {
    rmSync(out, {recursive: true, force: true});
  });
  writeFileSync(path.join(out, 'tiny.onnx'), smallestModel());
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(out, name), text);
  const board = chips === undefined ? [] : ['-b', chips];
  const parameters = ['-w', path.join(vmFolder, 'share'), '-o', out, ...board, '-c', `${cpus}`, '-t', `${limitS}`];
  const scenario = `/share/test/vm-board/scenarios/${script}`;
  const machine = spawn(path.join(vmFolder, 'run.sh'), [...parameters, scenario], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  machine.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const [status] = (await once(machine, 'close')) as [number | null];
  const text = (file: string) => readFileSync(path.join(out, file), 'utf8').trim();
  return {status: status ?? 125, console: printed.join(''), text, json: (file) => JSON.parse(text(file)) as unknown};
}

/** One layer, some microseconds long: what is tested is what happens around it. */
function smallestModel(): Uint8Array {
  const nodes = [node('Flatten', ['x'], ['f']), node('Gemm', ['f', 'w'], ['y'], {transB: 1})];
  return tinyModelBytes({nodes, weights: [weight('w', [5, 72])]});
}

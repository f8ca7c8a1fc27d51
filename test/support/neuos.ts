import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/commands', import.meta.url));

/** How the program ended, and what it said. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
}

/** Starts the built program in a folder. */
export function startNeuos(folder: string, words: readonly string[]): Running {
  if (!existsSync(BUILT)) throw new Error('there is no dist: npm run build');
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = {stdout: '', stderr: ''};
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({exitCode, ...said});
    });
  });
  return {child, ended};
}

/** As a user's shell would have it: under NODE_ENV=test oclif prints warnings for its developers. */
function environment(folder: string): NodeJS.ProcessEnv {
  return {...process.env, NODE_ENV: undefined, NO_COLOR: '1', XDG_RUNTIME_DIR: folder};
}

/** Runs the built program in a folder to its end. */
export function neuos(folder: string, ...words: readonly string[]): Promise<Outcome> {
  return startNeuos(folder, words).ended;
}

/** Runs a command that is to succeed with `--json`, and reads what it prints. */
export async function neuosJson<T>(folder: string, ...words: readonly string[]): Promise<T> {
  const {exitCode, stdout, stderr} = await neuos(folder, ...words, '--json');
  if (exitCode !== 0) throw new Error(`neuos ${words.join(' ')} ended with ${exitCode}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as T;
}

/** Every file in a folder and below, but for the sockets of runs. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => !/^neuos(\/|$)/.test(name))
    .toSorted();
}

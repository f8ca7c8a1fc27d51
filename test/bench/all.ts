// Runs every benchmark of package.json and writes docs/benchmarks.md. `-- --quick` runs the short forms and writes nothing;
// `-- FILE…` takes what benchmarks printed before, each in its file, and runs none.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {quick} from './harness.js';

type Goal = number | {readonly atLeast: number};

interface BenchReport {
  readonly bench: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly goals: Readonly<Record<string, Goal>>;
  readonly met: boolean;
  readonly machine: {readonly cpu: string; readonly cores: number; readonly memoryGb: number; readonly node: string};
  readonly commit: string;
}

const {scripts} = JSON.parse(readFileSync('package.json', 'utf8')) as {scripts: Readonly<Record<string, string>>};
const printed = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const reports =
  printed.length > 0
    ? printed.map((file) => lastLine(readFileSync(file, 'utf8')))
    : Object.keys(scripts)
        .filter((name) => name.startsWith('bench:'))
        .sort()
        .map(run);
if (!quick) writeFileSync('docs/benchmarks.md', page(reports));

function run(script: string): BenchReport {
  const output = execFileSync('npm', ['run', '--silent', script, '--', ...(quick ? ['--quick'] : [])], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const found = lastLine(output);
  console.log(JSON.stringify(found));
  return found;
}

/** A benchmark ends with its report. */
function lastLine(output: string): BenchReport {
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  return JSON.parse(line ?? '') as BenchReport;
}

function page(all: readonly BenchReport[]): string {
  const machines = new Set(
    all.map(({machine}) => `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`),
  );
  const rows = all.flatMap(({bench, metrics, goals, commit}) =>
    Object.entries(metrics).map(
      ([name, value]) =>
        `| ${bench} | ${name} | ${value} | ${goalText(goals[name])} | ${verdict(value, goals[name])} | ${commit} |`,
    ),
  );
  return [
    '# Benchmarks',
    '',
    `What each benchmark printed last, at the commit beside it, on: ${[...machines].join('; ')}. \`npm run bench\` runs them all. Trust ratios more than absolute times.`,
    '',
    '| benchmark | metric | value | goal | met | commit |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function goalText(goal: Goal | undefined): string {
  if (goal === undefined) return '';
  return typeof goal === 'number' ? `at most ${goal}` : `at least ${goal.atLeast}`;
}

function verdict(value: number, goal: Goal | undefined): string {
  if (goal === undefined) return '';
  return (typeof goal === 'number' ? value <= goal : value >= goal.atLeast) ? 'yes' : 'no';
}

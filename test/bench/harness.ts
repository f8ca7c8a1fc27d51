import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {cpus, totalmem} from 'node:os';

/** What a metric has to reach, the limit included: a number is the most it may be. */
type Goal = number | {readonly atLeast: number};

type Metrics = Readonly<Record<string, number>>;

/** Whether the short form was asked for with `-- --quick`. */
export const quick = process.argv.includes('--quick');

/**
 * Runs contestants one after another, `rounds` times, so that drift of the machine meets all of them alike, and returns
 * the median of each.
 */
export async function interleavedMedians<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const results = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results.get(name)?.push(await contestants[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(results.get(name) ?? [])])) as Record<Name, number>;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Prints the line of JSON that a benchmark ends with. Missing a goal is a result and no failure. */
export function report(bench: string, metrics: Metrics): void {
  const goals = goalsOf(bench);
  const met = Object.entries(goals).every(([name, goal]) => reaches(metrics[name], goal));
  const rounded = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, roundTo4(value)]));
  console.log(JSON.stringify({bench, quick, metrics: rounded, goals, met, machine: machine(), commit: commit()}));
}

function goalsOf(bench: string): Readonly<Record<string, Goal>> {
  const text = readFileSync(new URL('goals.json', import.meta.url), 'utf8');
  const goals = (JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, Goal>>>>)[bench];
  if (goals === undefined) throw new Error(`goals.json has no goals for ${bench}`);
  return goals;
}

/** A metric that was not taken, as in the short form, reaches nothing. */
function reaches(value: number | undefined, goal: Goal): boolean {
  if (value === undefined) return false;
  return typeof goal === 'number' ? value <= goal : value >= goal.atLeast;
}

function roundTo4(value: number): number {
  return Number(value.toPrecision(4));
}

function machine(): Readonly<Record<string, string | number>> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
}

function commit(): string {
  const git = (...words: readonly string[]): string => execFileSync('git', words, {encoding: 'utf8'}).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+changes' : '');
  } catch {
    return 'unknown';
  }
}

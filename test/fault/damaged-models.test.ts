import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

import {describe, expect, it} from 'vitest';

const MUTATIONS = 2400;
/** In several processes, so that one crash does not hide the next. */
const PER_PROCESS = 600;
const MAX_PEAK_MB = 2048;
const program = fileURLToPath(new URL('partition-damaged.ts', import.meta.url));

interface Outcome {
  readonly seed: number;
  readonly outcome: string;
  readonly peakMb: number;
}

function outcomesFrom(seed: number): readonly Outcome[] {
  const words = ['--import', 'tsx', program, String(seed), String(seed + PER_PROCESS)];
  const {status, signal, stdout} = spawnSync(process.execPath, words, {encoding: 'utf8', timeout: 180_000});
  const outcomes = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Outcome);
  const last = outcomes.at(-1)?.seed ?? seed - 1;
  expect({status, signal, last}).toEqual({status: 0, signal: null, last: seed + PER_PROCESS - 1});
  return outcomes;
}

describe('truncated and bit-flipped models', () => {
  const starts = Array.from({length: MUTATIONS / PER_PROCESS}, (_, index) => index * PER_PROCESS);

  it.each(starts)('from seed %d on are refused in one line or run', {timeout: 200_000}, (start) => {
    const outcomes = outcomesFrom(start);
    const unexpected = outcomes.filter(({outcome}) => outcome !== 'runs' && outcome !== 'refused');
    expect(unexpected).toEqual([]);
    expect(Math.max(...outcomes.map(({peakMb}) => peakMb))).toBeLessThan(MAX_PEAK_MB);
    // Both must occur, or the damage would say nothing.
    expect(new Set(outcomes.map(({outcome}) => outcome)).size).toBe(2);
  });
});

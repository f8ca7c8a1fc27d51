import {describe, expect, it} from 'vitest';

import {interleavedMedians} from '../../../src/services/interleaved-medians.js';

/** Contestants that log themselves and take their turn of a list of times, in ms. */
function contest(times: readonly (readonly number[])[]) {
  const log: number[] = [];
  let nowMs = 0;
  const contestants = times.map((own, index) => {
    let turn = 0;
    return () => {
      log.push(index);
      nowMs += own[Math.min(turn, own.length - 1)] ?? 0;
      turn += 1;
      return Promise.resolve();
    };
  });
  const clock = {nowMs: () => nowMs, breathe: () => Promise.resolve()};
  return {log, contestants, timing: {clock, signal: new AbortController().signal}};
}

describe('interleavedMedians', () => {
  it('does not count the first round, and one slow run does not move the median', async () => {
    const {contestants, timing} = contest([
      [900, 1, 50, 1],
      [900, 2],
    ]);
    const medians = await interleavedMedians(contestants, timing);
    expect(medians.map(Math.round)).toEqual([1000, 2000]);
  });

  it('turns the order round in every second round', async () => {
    const {contestants, timing, log} = contest([[1], [1], [1]]);
    await interleavedMedians(contestants, timing);
    expect(log.slice(0, 9)).toEqual([2, 1, 0, 0, 1, 2, 2, 1, 0]);
  });

  it('runs slow work less often than quick work', async () => {
    const slow = contest([[10_000]]);
    const quick = contest([[1]]);
    await interleavedMedians(slow.contestants, slow.timing);
    await interleavedMedians(quick.contestants, quick.timing);
    expect(slow.log.length).toBe(6);
    expect(quick.log.length).toBe(61);
  });
});

import type {Clock} from '../../src/core/clock.js';

/**
 * A clock that a test moves: every look at it is `stepMs` later than the last.
 *
 * @param onBreath - told the number of each breath, from 1.
 */
export function handClock(stepMs: number, onBreath: (breath: number) => void = () => undefined): Clock {
  let nowMs = 0;
  let breaths = 0;
  return {
    nowMs: () => {
      nowMs += stepMs;
      return nowMs;
    },
    breathe: () => {
      breaths += 1;
      onBreath(breaths);
      return Promise.resolve();
    },
  };
}

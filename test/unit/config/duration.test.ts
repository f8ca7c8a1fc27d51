import {describe, expect, it} from 'vitest';
import {parseDurationUs} from '../../../src/config/duration.js';

describe('parseDurationUs', () => {
  it.each([
    ['80ms', 80_000],
    ['0.5s', 500_000],
    ['300us', 300],
    ['300µs', 300],
    [' 12.5 ms ', 12_500],
    ['0ms', 0],
  ])('reads %j', (text, us) => {
    expect(parseDurationUs(text)).toBe(us);
  });

  it.each(['', '80', 'ms', '-3ms', '1e3ms', '1,5s', '3min', '80ms later'])('does not read %j', (text) => {
    expect(parseDurationUs(text)).toBeUndefined();
  });
});

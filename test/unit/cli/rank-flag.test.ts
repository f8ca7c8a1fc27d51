import {describe, expect, it} from 'vitest';

import {parseRanks} from '../../../src/cli/rank-flag.js';
import {UsageError} from '../../../src/core/errors.js';

describe('parseRanks', () => {
  it('reads a rank for all and ranks by name', () => {
    expect(parseRanks([])).toBeUndefined();
    expect(parseRanks(['32'])).toEqual({everywhere: 32, byName: new Map()});
    expect(parseRanks(['a=b=8', '/f/Conv=1'])).toEqual({
      byName: new Map([
        ['a=b', 8],
        ['/f/Conv', 1],
      ]),
    });
    expect(parseRanks(['4', 'a=2'])).toEqual({everywhere: 4, byName: new Map([['a', 2]])});
  });

  it.each([['0'], ['-1'], ['2.5'], ['many'], ['a='], ['a=0'], ['']])('refuses %j', (text) => {
    expect(() => parseRanks([text])).toThrow(UsageError);
  });

  it('refuses two ranks for the same operator', () => {
    expect(() => parseRanks(['3', '4'])).toThrow('--rank 4: a rank for all operators is given twice');
    expect(() => parseRanks(['a=3', 'a=4'])).toThrow('--rank a=4: a rank for a is given twice');
  });
});

import {describe, expect, it} from 'vitest';
import {cutRequest} from '../../../src/cli/cut-flags.js';
import {UsageError} from '../../../src/core/errors.js';

describe('cutRequest', () => {
  it('reads sizes of dimensions by name', () => {
    const flags = {granularity: 'auto', 'max-live': 2, dimension: ['sequence=128', 'a=b=3']} as const;
    expect(cutRequest(flags)).toEqual({
      granularity: 'auto',
      minLayerUs: undefined,
      maxLive: 2,
      dimensions: {sequence: 128, 'a=b': 3},
    });
    expect(cutRequest({}).dimensions).toBeUndefined();
  });

  it.each([['sequence'], ['sequence='], ['=5'], ['sequence=0'], ['sequence=-1'], ['sequence=1.5'], ['']])(
    'refuses %j',
    (text) => {
      expect(() => cutRequest({dimension: [text]})).toThrow(UsageError);
    },
  );

  it('refuses two sizes of the same dimension', () => {
    expect(() => cutRequest({dimension: ['a=1', 'a=2']})).toThrow('--dimension a=2: a size of a is given twice');
  });
});

import {describe, expect, it} from 'vitest';
import {describeCut, isTimed} from '../../../../src/core/network/cut-request.js';

describe('how finely to cut', () => {
  it.each([
    [{}, undefined],
    [{granularity: 'default', dimensions: {sequence: 8}}, undefined],
    [{granularity: 'auto'}, 'auto'],
    [{granularity: 'finest', maxLive: 2}, 'finest, up to 2 tensors at a cut'],
    [{maxLive: 2}, 'default, up to 2 tensors at a cut'],
    [{minLayerUs: 500}, 'layers of 500 us or more'],
  ] as const)('%j is %j in words', (cut, words) => {
    expect(describeCut(cut)).toBe(words);
  });

  it('depends on a clock where something is timed', () => {
    expect(
      [{}, {granularity: 'finest'}, {granularity: 'auto'}, {minLayerUs: 5}].map((cut) => isTimed(cut as object)),
    ).toEqual([false, false, true, true]);
  });
});

import {describe, expect, it} from 'vitest';

import {MomentSum} from '../../../../src/core/low-rank/moments.js';
import {loopGemm} from '../../../support/loop-gemm.js';

const INPUTS = {rows: 3, columns: 2, data: Float64Array.of(1, 2, 3, 0, 5, 4)};
const OUTPUTS = {rows: 3, columns: 1, data: Float64Array.of(1, 2, 6)};

describe('MomentSum', () => {
  it('gives covariances about the means', async () => {
    const sum = new MomentSum(2, 1, loopGemm);
    await sum.add(INPUTS, OUTPUTS);
    const {meanInput, meanOutput, covariance, cross, outputVariance} = sum.moments(true);
    expect([...meanInput, ...meanOutput]).toEqual([3, 2, 3]);
    const expected = [8 / 3, 4 / 3, 4 / 3, 8 / 3];
    for (const [index, value] of expected.entries()) expect(covariance.data[index]).toBeCloseTo(value, 12);
    expect(cross.data[0]).toBeCloseTo(10 / 3, 12);
    expect(cross.data[1]).toBeCloseTo(8 / 3, 12);
    expect(outputVariance).toBeCloseTo(14 / 3, 12);
  });

  it('gives moments about zero where there is no bias', async () => {
    const sum = new MomentSum(2, 1, loopGemm);
    await sum.add(INPUTS, OUTPUTS);
    const {meanInput, meanOutput, covariance, outputVariance} = sum.moments(false);
    expect([...meanInput, ...meanOutput]).toEqual([0, 0, 0]);
    expect(covariance.data[0]).toBeCloseTo(35 / 3, 12);
    expect(outputVariance).toBeCloseTo(41 / 3, 12);
  });

  it('adds up pieces, and a clone goes its own way', async () => {
    const whole = new MomentSum(2, 1, loopGemm);
    await whole.add(INPUTS, OUTPUTS);
    const pieces = new MomentSum(2, 1, loopGemm);
    const row = (n: number) => ({rows: 1, columns: 2, data: INPUTS.data.subarray(2 * n, 2 * n + 2)});
    const answer = (n: number) => ({rows: 1, columns: 1, data: OUTPUTS.data.subarray(n, n + 1)});
    await pieces.add(row(0), answer(0));
    const clone = pieces.clone();
    for (const sum of [pieces, clone]) await sum.add(row(1), answer(1));
    await clone.add(row(2), answer(2));
    expect(clone.moments(true)).toEqual(whole.moments(true));
    expect(pieces.moments(true).meanInput).toEqual(Float64Array.of(2, 1));
  });

  it('refuses to say anything about nothing', () => {
    expect(() => new MomentSum(2, 1, loopGemm).moments(true)).toThrow(RangeError);
  });
});

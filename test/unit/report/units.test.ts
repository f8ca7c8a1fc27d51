import {describe, expect, it} from 'vitest';
import {formatCount, formatMw, formatShare, formatUj, formatUs} from '../../../src/report/units.js';

describe('numbers for people', () => {
  it.each([
    [formatUs(0.254), '0.25 µs'],
    [formatUs(40.64), '40.6 µs'],
    [formatUs(999), '999 µs'],
    [formatUs(1000), '1.00 ms'],
    [formatUs(53_380_000), '53.4 s'],
    [formatMw(152), '152 mW'],
    [formatMw(5770), '5.77 W'],
    [formatUj(12), '12.0 µJ'],
    [formatUj(83_800), '83.8 mJ'],
    [formatUj(308e6), '308 J'],
    [formatShare(0.9233, 2), '92.33 %'],
    [formatShare(0.05), '5.0 %'],
    [formatCount(540_960), '540,960'],
  ])('%s', (got, expected) => {
    expect(got).toBe(expected);
  });
});

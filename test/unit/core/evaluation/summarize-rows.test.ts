import {describe, expect, it} from 'vitest';
import {interval95} from '../../../../src/core/evaluation/interval.js';
import {summarizeRows} from '../../../../src/core/evaluation/summarize-rows.js';
import {evaluationRow} from '../../../support/evaluation-row.js';

describe('interval95', () => {
  it('is Student’s', () => {
    // Mean 2, standard deviation 1, n = 3: 4.303 / √3.
    const {mean, halfWidth} = interval95([1, 2, 3]);
    expect(mean).toBe(2);
    expect(halfWidth).toBeCloseTo(4.303 / Math.sqrt(3), 6);
  });

  it('is unknown for one value, and the normal one for many', () => {
    expect(interval95([7])).toEqual({mean: 7, halfWidth: null});
    const many = Array.from({length: 100}, (_, index) => index % 2);
    expect(interval95(many).halfWidth).toBeCloseTo((1.96 * Math.sqrt(0.25 * (100 / 99))) / 10, 6);
  });
});

describe('summarizeRows', () => {
  const rows = [
    evaluationRow({policy: 'max-n', energyUj: 200, toBound: 2}),
    evaluationRow({policy: 'neuos', energyUj: 110, toBound: 1.1, missed: 2}),
    evaluationRow({policy: 'max-n', energyUj: 400, toBound: 2.5, cohort: 'large', missed: 1}),
    evaluationRow({policy: 'neuos', energyUj: 240, toBound: 1.5, cohort: 'large', missed: 1}),
  ];

  it('compares with max-n in the same cell', () => {
    const [maxN, neuos] = summarizeRows(rows);
    expect(maxN?.toMaxN?.mean).toBe(1);
    expect(neuos?.toMaxN?.mean).toBeCloseTo((0.55 + 0.6) / 2, 12);
    expect(neuos?.worstExtraMissRate).toBeCloseTo(0.02, 12);
    expect(neuos).toMatchObject({policy: 'neuos', cells: 2, worstToBound: 1.5});
    expect(neuos?.toBound.mean).toBeCloseTo(1.3, 12);
  });

  it('has no interval over the cells of one world and seed, and one over two', () => {
    expect(summarizeRows(rows)[0]?.toBound.halfWidth).toBeNull();
    const other = rows.map((row) => ({...row, seed: 2, toBound: row.toBound + 0.1}));
    expect(summarizeRows([...rows, ...other])[0]?.toBound.halfWidth).toBeGreaterThan(0);
  });

  it('compares with nothing where max-n did not run', () => {
    const [only] = summarizeRows(rows.filter(({policy}) => policy === 'neuos'));
    expect(only?.toMaxN).toBeNull();
    expect(only?.worstExtraMissRate).toBeNull();
  });
});

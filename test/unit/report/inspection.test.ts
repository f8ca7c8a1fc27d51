import {describe, expect, it} from 'vitest';
import {originalRows} from '../../../src/core/profile.js';
import {renderInspection, type ProfileInspection} from '../../../src/report/inspection.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../../support/sample-sweep.js';

const networks = [sampleNetwork('alexnet', 2)];
const rows = originalRows(networks);
const measurements = sampleMeasurement(99, rows).rows;
const INSPECTION: ProfileInspection = {
  ...sampleHeader(100, networks),
  kind: 'profile',
  file: 'profiles/sweep.sqlite',
  counts: {configurations: 60, rows: 120, predictedRows: 0, throttledRows: 0},
  problems: [],
  variantLosses: 4,
  approximations: 2,
  reference: {
    configuration: 99,
    description: 'A57 2035 MHz ×4',
    rows: measurements.flatMap((measurement, n) => {
      const row = rows[n];
      return row === undefined ? [] : [{row, measurement}];
    }),
  },
};

describe('a look into a profile', () => {
  it('reads like this', async () => {
    await expect(renderInspection(INSPECTION)).toMatchFileSnapshot('../../golden/report/inspection-profile.txt');
  });

  it('shows problems, and what has no sensor', () => {
    const [first] = INSPECTION.reference.rows;
    const unpowered = first && {...first, measurement: {...first.measurement, powerMw: null, energyUj: null}};
    const text = renderInspection({
      ...INSPECTION,
      problems: [{configuration: 3, message: 'the clock did not take'}],
      reference: {...INSPECTION.reference, rows: unpowered === undefined ? [] : [unpowered]},
    });
    expect(text).toContain('problems       the clock did not take');
    expect(text.split('\n').at(-1)).toMatch(/–\s+–$/);
  });
});

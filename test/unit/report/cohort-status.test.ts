import {describe, expect, it} from 'vitest';
import type {CohortStatus} from '../../../src/core/schedule/status.js';
import {renderCohortStatus, renderStatusLine} from '../../../src/report/cohort-status.js';

const STATUS: CohortStatus = {
  origin: 'simulated',
  board: 'sim:tx2',
  policy: 'neuos',
  mode: 'balanced',
  timeUs: 12_300_000,
  configuration: 4711,
  meanPowerMw: 5432,
  finished: 1234,
  jobs: 2000,
  missed: 1,
  instances: [
    {name: 'camera', layers: 6, layer: 2, job: 17, lagUs: 12_300, variant: 0, finished: 17, missed: 0},
    {name: 'a longer name', layers: 16, layer: 15, job: 9, lagUs: -450, variant: 2, finished: 9, missed: 1},
  ],
};

describe('a running cohort', () => {
  it('reads like this', async () => {
    const text = renderCohortStatus(STATUS).join('\n');
    await expect(text).toMatchFileSnapshot('../../golden/report/cohort-status.txt');
  });

  it('fits a line of a log, with no mode where the policy has none', () => {
    expect(renderStatusLine({...STATUS, policy: 'max-n', mode: null})).toBe(
      'sim:tx2, max-n: 12.3 s, 1,234/2,000 jobs, 1 missed, configuration 4711, mean power 5.43 W',
    );
  });
});

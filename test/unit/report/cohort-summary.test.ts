import {describe, expect, it} from 'vitest';
import {renderCohortSummary} from '../../../src/report/cohort-summary.js';
import {SAMPLE_SUMMARY} from '../../support/sample-summary.js';

describe('the end of a run', () => {
  it('reads like this', async () => {
    await expect(renderCohortSummary(SAMPLE_SUMMARY)).toMatchFileSnapshot('../../golden/report/cohort-summary.txt');
  });

  it('without answers, skips, shortfall and decisions says less', async () => {
    const summary = {
      ...SAMPLE_SUMMARY,
      policy: 'max-n',
      mode: null,
      initialMode: null,
      missed: 0,
      missRate: 0,
      skipped: 0,
      shortfallUs: 0,
      accuracyTableHits: 0,
      accuracy: null,
      instances: [],
      wallClock: {seconds: 1, decisionUs: null},
    };
    await expect(renderCohortSummary(summary)).toMatchFileSnapshot('../../golden/report/cohort-summary-plain.txt');
  });

  it('says that the mode was changed while it ran', () => {
    const text = renderCohortSummary({...SAMPLE_SUMMARY, initialMode: 'min-energy'});
    expect(text).toMatch(/^sim:tx2, neuos, min-energy, later balanced: /);
  });

  it.each([
    ['simulated', 'SIMULATED'],
    ['replayed', 'REPLAYED'],
    ['measured', 'measured on this board'],
  ] as const)('of a %s board says so in its first line', (origin, label) => {
    expect(renderCohortSummary({...SAMPLE_SUMMARY, origin}).split('\n')[0]).toContain(label);
  });
});

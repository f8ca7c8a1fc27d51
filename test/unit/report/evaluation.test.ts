import {describe, expect, it} from 'vitest';
import {summarizeRows} from '../../../src/core/evaluation/summarize-rows.js';
import {evaluationCsv} from '../../../src/report/evaluation-csv.js';
import {renderEvaluation} from '../../../src/report/evaluation.js';
import {evaluationRow} from '../../support/evaluation-row.js';

const rows = [
  evaluationRow({policy: 'max-n', energyUj: 200, toBound: 2}),
  evaluationRow({policy: 'neuos', toBound: 1.025, missed: 1}),
  evaluationRow({policy: 'oracle-bound', latencyUs: null, latencyShare: null}),
];

describe('renderEvaluation', () => {
  const text = renderEvaluation({
    origin: 'simulated',
    board: 'sim:tx2',
    jobs: 100,
    rows,
    policies: summarizeRows(rows),
  });

  it('says that nothing was measured on a board', () => {
    expect(text.split('\n')[0]).toContain('SIMULATED');
  });

  it('has a line for each policy, over everything and by cohort', () => {
    const neuos = text.split('\n').filter((line) => line.startsWith('neuos'));
    expect(neuos).toHaveLength(2);
    expect(neuos[0]).toMatch(/0\.10 W +0\.500 +1\.025 +1\.025 +1\.00 % +300 %/);
    expect(neuos[1]).toMatch(/1\.025 \(1\.00 %\)/);
  });
});

describe('evaluationCsv', () => {
  it('has a line of names and one for each row, with as many cells', () => {
    const lines = evaluationCsv(rows).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
    expect(lines[0]).toContain('energy_uj,energy_to_bound');
  });

  it('leaves empty what a bound does not have, and quotes a comma', () => {
    const lines = evaluationCsv([evaluationRow({cohort: 'a,b.yaml', latencyUs: null, latencyShare: null})]).split('\n');
    expect(lines[1]).toMatch(/^"a,b\.yaml",/);
    expect(lines[1]).toContain(',,,,,,,,');
  });
});

import {describe, expect, it} from 'vitest';
import type {StoredTables} from '../../../src/core/tables/table-store.js';
import {renderTables, tablesReport} from '../../../src/report/tables-result.js';
import {smallTables} from '../../support/small-tables.js';

const STORED: StoredTables = {
  header: {
    origin: 'simulated',
    board: 'sim:tx2',
    profileHash: 'ab'.repeat(32),
    neuosVersion: '0.1.0',
    configurationCount: 100,
    transitions: 'assumed',
  },
  tables: smallTables({
    costs: [
      {
        latencyUs: [
          [4000, 1000],
          [2000, 900],
        ],
        energyUj: [
          [1000, 8000],
          [500, 4000],
        ],
      },
    ],
    candidates: [3, 99],
  }),
};

describe('tables in numbers', () => {
  const report = tablesReport(STORED, 'tables/sim-tx2.tables.sqlite');

  it('span from the thriftiest to the fastest plan of each network', () => {
    expect(report.networks).toEqual([
      {
        network: 'net0:batch=32:gpu',
        layers: 2,
        referenceUs: 1900,
        fastest: {timeUs: 1900, energyUj: 12_000},
        thriftiest: {timeUs: 6000, energyUj: 1500},
        approximations: 1,
      },
    ]);
    expect(report.slowStates).toEqual([{candidates: 2, restConfiguration: 3}]);
  });

  it('keep what they were built from', () => {
    expect(report).toMatchObject({...STORED.header, file: 'tables/sim-tx2.tables.sqlite'});
  });

  it('read like this', async () => {
    await expect(renderTables(report)).toMatchFileSnapshot('../../golden/report/tables.txt');
  });
});

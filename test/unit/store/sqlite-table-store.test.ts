import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {DataError, EnvironmentError} from '../../../src/core/errors.js';
import {buildTables} from '../../../src/core/tables/build-tables.js';
import type {StoredTables} from '../../../src/core/tables/table-store.js';
import {SqliteProfileStore} from '../../../src/store/sqlite-profile-store.js';
import {SqliteTableStore} from '../../../src/store/sqlite-table-store.js';
import {sampleHeader, sampleNetwork} from '../../support/sample-sweep.js';
import {SMALL_SPACE, smallProfile} from '../../support/small-profile.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const work = {computeUs: 1000, memoryUs: 300};
const STORED: StoredTables = {
  header: {
    origin: 'simulated',
    board: 'sim:tx2',
    worldSeed: 1,
    profileHash: 'a'.repeat(64),
    neuosVersion: '0.1.0',
    configurationCount: SMALL_SPACE.size,
    transitions: 'assumed',
  },
  tables: buildTables(smallProfile([work, work], [work]), SMALL_SPACE),
};

describe('SqliteTableStore', () => {
  it('gives back what was saved, array for array', () => {
    const store = new SqliteTableStore(path.join(temporaryFolder(), 'tables', 'small.tables.sqlite'));
    store.save(STORED);
    expect(store.load()).toEqual(STORED);
  });

  it('gives back how networks are opened again', () => {
    const store = new SqliteTableStore(path.join(temporaryFolder(), 'small.tables.sqlite'));
    const networks = STORED.tables.networks.map((reference) => ({
      ...reference,
      network: {...reference.network, dimensions: {sequence: 128}, trial: {cost: 1.01}},
    }));
    const stored = {...STORED, tables: {...STORED.tables, networks}};
    store.save(stored);
    expect(store.load()).toEqual(stored);
  });

  it('replaces what was there', () => {
    const folder = temporaryFolder();
    const store = new SqliteTableStore(path.join(folder, 'small.tables.sqlite'));
    store.save({...STORED, header: {...STORED.header, neuosVersion: '0.0.9'}});
    store.save(STORED);
    expect(store.load().header.neuosVersion).toBe('0.1.0');
    expect(readdirSync(folder)).toEqual(['small.tables.sqlite']);
  });

  it('says where there are none, and what makes them', () => {
    const file = path.join(temporaryFolder(), 'none.sqlite');
    const load = (): unknown => new SqliteTableStore(file).load();
    expect(load).toThrow(DataError);
    expect(load).toThrow(file);
    expect(existsSync(file)).toBe(false);
  });

  it('refuses a profile in their place', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    new SqliteProfileStore(file, () => 0).openForWriting(sampleHeader(4, [sampleNetwork('a', 1)])).close();
    expect(() => new SqliteTableStore(file).load()).toThrow(DataError);
  });

  it('refuses a folder that cannot be made, and leaves nothing behind', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'tables'), 'a file where a folder should be');
    const store = new SqliteTableStore(path.join(folder, 'tables', 'small.tables.sqlite'));
    expect(() => {
      store.save(STORED);
    }).toThrow(EnvironmentError);
    expect(readdirSync(folder)).toEqual(['tables']);
  });
});

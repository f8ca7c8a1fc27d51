import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {DataError} from '../../../src/core/errors.js';
import {originalRows, type RowKey} from '../../../src/core/profile.js';
import type {ProfileReader} from '../../../src/core/profile-store.js';
import type {StoredTables} from '../../../src/core/tables/table-store.js';
import {buildTablesFromProfile} from '../../../src/services/build-tables.js';
import {SqliteProfileStore} from '../../../src/store/sqlite-profile-store.js';
import {SqliteTableStore} from '../../../src/store/sqlite-table-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../../support/sample-sweep.js';
import {SMALL_SPACE} from '../../support/small-profile.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const networks = [sampleNetwork('alexnet', 3)];
const rows = originalRows(networks);
const {size} = SMALL_SPACE;

/** A profile of the small space, measured up to `configurations`, and where its tables would go. */
function measured(
  configurations: number,
  measuredRows: readonly RowKey[] = rows,
): {readonly reader: ProfileReader; readonly tableFile: string} {
  const folder = temporaryFolder();
  const store = new SqliteProfileStore(path.join(folder, 'sweep.sqlite'), () => 0);
  const writer = store.openForWriting(sampleHeader(size, networks));
  for (let c = 0; c < configurations; c += 1) {
    // The sample's latencies rise with the number; here they fall, while idle power rises.
    const slowFirst = sampleMeasurement(size - 1 - c, measuredRows);
    writer.append(measuredRows, {...slowFirst, configuration: c, idlePowerMw: 1000 + c});
  }
  writer.recordTransitions([
    {knob: 'gpu-clock', from: 1, to: 2, timeUs: 250, energyUj: null, source: 'measured'},
    {knob: 'gpu-clock', from: 2, to: 1, timeUs: 400, energyUj: null, source: 'assumed'},
  ]);
  writer.close();
  const reader = store.openForReading();
  onTestFinished(() => {
    reader.close();
  });
  return {reader, tableFile: path.join(folder, 'tables.sqlite')};
}

function build({reader, tableFile}: ReturnType<typeof measured>): StoredTables {
  return buildTablesFromProfile({
    profile: reader,
    place: 'profiles/sweep.sqlite',
    space: SMALL_SPACE,
    store: new SqliteTableStore(tableFile),
    neuosVersion: '0.1.0',
  });
}

describe('buildTablesFromProfile', () => {
  it('keeps what the tables were built from', () => {
    const profile = measured(size);
    const hash = profile.reader.contentHash();
    expect(build(profile).header).toEqual({
      origin: 'simulated',
      board: 'sim:tx2',
      worldSeed: 7,
      profileHash: hash,
      neuosVersion: '0.1.0',
      configurationCount: size,
      transitions: 'assumed',
    });
  });

  it('saves what it returns', () => {
    const profile = measured(size);
    const stored = build(profile);
    expect(new SqliteTableStore(profile.tableFile).load()).toEqual(stored);
  });

  it('takes the longest time of each knob', () => {
    const [state] = build(measured(size)).tables.slowStates;
    expect(Math.max(...(state?.switchUs ?? []))).toBe(400);
  });

  it('refuses a sweep that is not finished, and writes nothing', () => {
    const profile = measured(5);
    const building = () => build(profile);
    expect(building).toThrow(DataError);
    expect(building).toThrow(`profiles/sweep.sqlite is not complete: 5 of ${size} configurations are measured`);
    expect(existsSync(profile.tableFile)).toBe(false);
  });

  it('refuses a sweep that lacks a layer', () => {
    const profile = measured(size, rows.slice(0, 2));
    expect(() => build(profile)).toThrow(new DataError('alexnet was not measured at layer 2'));
  });
});

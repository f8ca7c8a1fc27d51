import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import {describe, expect, it} from 'vitest';
import {originalRows} from '../../../src/core/profile.js';
import {SqliteProfileStore} from '../../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../../support/sample-sweep.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const networks = [sampleNetwork('alexnet', 2, 1)];
const header = sampleHeader(10, networks);
const rows = originalRows(networks);

describe('SqliteProfileStore', () => {
  it('makes the folder it is to write into', () => {
    const file = path.join(temporaryFolder(), 'profiles', 'new', 'sweep.sqlite');
    new SqliteProfileStore(file, () => 0).openForWriting(header).close();
    expect(existsSync(file)).toBe(true);
  });

  it('clears away the draft of a process that was killed while it made the file', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'sweep.sqlite-draft'), 'half a database');
    new SqliteProfileStore(path.join(folder, 'sweep.sqlite'), () => 0).openForWriting(header).close();
    expect(readdirSync(folder)).toEqual(['sweep.sqlite']);
  });

  it('reads and continues what a version wrote that knew no open dimensions', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    new SqliteProfileStore(file, () => 0).openForWriting(header).close();
    const database = new Database(file);
    database.exec(
      'ALTER TABLE model DROP COLUMN dimensions; ALTER TABLE model DROP COLUMN trial; ALTER TABLE measurement DROP COLUMN power_coverage;',
    );
    database.pragma('user_version = 1');
    database.close();
    const store = new SqliteProfileStore(file, () => 0);
    const stored = () => {
      const reader = store.openForReading();
      reader.close();
      return reader.header;
    };
    expect(stored()).toEqual(header);
    store.openForWriting(header).close();
    expect(stored()).toEqual(header);
  });

  it('reads and continues what a version wrote that kept no coverage of its power windows', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    const store = new SqliteProfileStore(file, () => 0);
    const first = store.openForWriting(header);
    first.append(rows, sampleMeasurement(3, rows));
    first.close();
    const database = new Database(file);
    database.exec('ALTER TABLE measurement DROP COLUMN power_coverage');
    database.pragma('user_version = 2');
    database.close();
    const coverageAt = (configuration: number) => {
      const reader = store.openForReading();
      const coverages = reader.measurementsAt(configuration).map(({measurement}) => measurement.powerCoverage);
      reader.close();
      return new Set(coverages);
    };
    expect(coverageAt(3)).toEqual(new Set([null]));
    const writer = store.openForWriting(header);
    writer.append(rows, sampleMeasurement(4, rows));
    writer.close();
    expect([coverageAt(3), coverageAt(4)]).toEqual([new Set([null]), new Set([0.96])]);
  });

  it('closes although somebody reads, and leaves what it wrote to the next reader', () => {
    const store = new SqliteProfileStore(path.join(temporaryFolder(), 'sweep.sqlite'), () => 0);
    const writer = store.openForWriting(header);
    const reader = store.openForReading();
    writer.append(rows, sampleMeasurement(3, rows));
    writer.close();
    expect(reader.counts().configurations).toBe(1);
    reader.close();
  });

  it('writes plain rows under its own application id', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    const writer = new SqliteProfileStore(file, () => 0).openForWriting(header);
    writer.append(rows, sampleMeasurement(3, rows));
    writer.close();
    const database = new Database(file, {readonly: true});
    expect(database.pragma('application_id', {simple: true})).toBe(0x6e507266);
    expect(database.pragma('user_version', {simple: true})).toBe(3);
    const row = database
      .prepare(
        `SELECT model.name, layer.ordinal, variant, latency_median_us, source, throttled
         FROM measurement JOIN layer ON layer.id = measurement.layer JOIN model ON model.id = layer.model
         WHERE configuration = 3 AND layer.ordinal = 1`,
      )
      .get();
    database.close();
    expect(row).toEqual({
      name: 'alexnet',
      ordinal: 1,
      variant: 0,
      latency_median_us: 100 + 3 / 16 + 3,
      source: 'measured',
      throttled: 1,
    });
  });
});

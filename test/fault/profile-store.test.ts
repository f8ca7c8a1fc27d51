import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, readFileSync, readdirSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import Database from 'better-sqlite3';
import {describe, expect, it} from 'vitest';
import {DataError, EnvironmentError, NeuosError} from '../../src/core/errors.js';
import {originalRows} from '../../src/core/profile.js';
import {openDatabase} from '../../src/store/open-database.js';
import {PROFILE} from '../../src/store/profile-schema.js';
import {SqliteProfileWriter} from '../../src/store/profile-writer.js';
import {SqliteProfileStore} from '../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from '../support/sample-sweep.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const networks = [sampleNetwork('alexnet', 20)];
const header = sampleHeader(3000, networks);
const rows = originalRows(networks);
const root = process.getuid?.() === 0;

describe('a file that is no profile', () => {
  it('is refused when there is none', () => {
    const file = path.join(temporaryFolder(), 'none.sqlite');
    const error = errorOf(() => storeAt(file).openForReading());
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(`there is no profile at ${file}`);
    expect(error.suggestions).toEqual(['neuos profile']);
  });

  it.each(['reading', 'writing'])('is refused for %s when it is not SQLite, and left as it is', (access) => {
    const file = path.join(temporaryFolder(), 'notes.sqlite');
    const text = 'index,latency\n'.repeat(200);
    writeFileSync(file, text);
    const error = errorOf(() => open(file, access));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(`${file} is not a SQLite database, so it cannot be a neuos profile`);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(path.dirname(file))).toEqual(['notes.sqlite']);
  });

  it.each(['reading', 'writing'])('is refused for %s when it is a database of another program', (access) => {
    const file = path.join(temporaryFolder(), 'browser.sqlite');
    new Database(file).exec('CREATE TABLE bookmark (id INTEGER)').close();
    const before = readFileSync(file);
    const error = errorOf(() => open(file, access));
    expect(error.message).toBe(`${file} is a SQLite database, but not a neuos profile`);
    expect(readFileSync(file)).toEqual(before);
  });

  it('is refused when it is empty', () => {
    const file = path.join(temporaryFolder(), 'empty.sqlite');
    writeFileSync(file, '');
    expect(errorOf(() => open(file, 'writing')).message).toContain('not a neuos profile');
  });

  it.each(['reading', 'writing'])('is refused for %s when a newer neuos wrote it', (access) => {
    const file = filledProfile(2);
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    const error = errorOf(() => open(file, access));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${file} has schema 99, this neuos knows schemas up to 3`);
  });

  it.each(['reading', 'writing'])('is refused for %s when it was cut short', (access) => {
    const file = filledProfile(200);
    truncateSync(file, 20_000);
    const error = errorOf(() => open(file, access));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${file} is damaged`);
    expect(readdirSync(path.dirname(file))).toEqual(['sweep.sqlite']);
  });

  it('is named damaged when a page in the middle is garbage', () => {
    const file = filledProfile(200);
    const bytes = readFileSync(file);
    bytes.fill(0xa5, Math.floor(bytes.length / 8192) * 4096, Math.floor(bytes.length / 8192) * 4096 + 40_960);
    writeFileSync(file, bytes);
    const error = errorOf(() => {
      const reader = storeAt(file).openForReading();
      try {
        reader.columns();
      } finally {
        reader.close();
      }
    });
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${file} is damaged`);
  });
});

describe('a place that cannot be written', () => {
  it.skipIf(!existsSync('/proc/self'))('is refused when the folder takes no files', () => {
    const error = errorOf(() => open('/proc/self/sweep.sqlite', 'writing'));
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toContain('/proc/self/sweep.sqlite cannot be opened');
  });

  it('is refused when a file stands where a folder should be', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'profiles'), '');
    const file = path.join(folder, 'profiles', 'sweep.sqlite');
    const error = errorOf(() => open(file, 'writing'));
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toContain(`${file} cannot be opened`);
  });

  it.skipIf(root)('is refused when the folder is read-only, but a finished profile in it can be read', () => {
    const file = filledProfile(3);
    const folder = path.dirname(file);
    chmodSync(folder, 0o555);
    try {
      expect(errorOf(() => open(file, 'writing'))).toBeInstanceOf(EnvironmentError);
      expect(configurationsIn(file)).toBe(3);
    } finally {
      chmodSync(folder, 0o755);
    }
  });

  it('keeps what was committed when the disk fills up', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    fill(file, 10);
    const place = {file, kind: PROFILE};
    const database = openDatabase(place, 'write');
    // The database may not grow any more: to SQLite the same as a full disk.
    const pages = database.pragma('page_count', {simple: true}) as number;
    database.pragma(`max_page_count = ${pages}`);
    const writer = new SqliteProfileWriter(
      database,
      place,
      () => 0,
      () => undefined,
    );
    const error = errorOf(() => {
      for (let configuration = 10; configuration < 3000; configuration += 1) {
        writer.append(rows, sampleMeasurement(configuration, rows));
      }
    });
    writer.close();
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toBe(`the disk is full while writing ${file}; what was committed before is kept`);
    expect(configurationsIn(file)).toBe(10);
  });

  it('leaves no half-made file when the sweep cannot even be started', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'sweep.sqlite');
    const twice = {...header, networks: [sampleNetwork('alexnet', 1), sampleNetwork('alexnet', 1)]};
    expect(() => storeAt(file).openForWriting(twice)).toThrow('UNIQUE');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a second writer', () => {
  it('is refused while the first one writes, and let in afterwards', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    const first = storeAt(file).openForWriting(header);
    const error = errorOf(() => storeAt(file).openForWriting(header));
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toContain(`${file} is being written by another process`);
    first.append(rows, sampleMeasurement(1, rows));
    first.close();
    fill(file, 1);
    expect(configurationsIn(file)).toBe(2);
    expect(readdirSync(path.dirname(file))).toEqual(['sweep.sqlite']);
  });

  it('is refused in another process too, until that is killed; what that committed is kept', async () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    const child = spawn(process.execPath, ['--import', 'tsx', sweepForever, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const committed = Number(line.toString().trim().split('\n').at(-1));
    expect(errorOf(() => storeAt(file).openForWriting(header)).message).toContain('written by another process');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const writer = storeAt(file).openForWriting(header);
    const measured = writer.measuredConfigurations();
    const before = measured.reduce((sum, one) => sum + one, 0);
    expect(before).toBeGreaterThanOrEqual(committed);
    expect(writer.state).toBe(`{"measured": ${before}}`);
    for (const [configuration, done] of measured.entries()) {
      if (done === 0) writer.append(rows, sampleMeasurement(configuration, rows));
    }
    writer.close();
    expect(contentHashOf(file)).toBe(contentHashOf(filledProfile(3000)));
    expect(readdirSync(path.dirname(file))).toEqual(['sweep.sqlite']);
  });
});

describe('how often a writer commits', () => {
  it('leaves at most a second of measurements to a kill', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    let nowMs = 0;
    const writer = new SqliteProfileStore(file, () => nowMs).openForWriting(header);
    const committedAfter = [400, 900, 1000, 1500, 2100].map((time, configuration) => {
      nowMs = time;
      writer.append(rows, sampleMeasurement(configuration, rows));
      return configurationsIn(file);
    });
    expect(committedAfter).toEqual([0, 0, 3, 3, 5]);
    writer.close();
  });

  it('bounds a transaction when rows come fast', () => {
    const file = path.join(temporaryFolder(), 'sweep.sqlite');
    const writer = storeAt(file).openForWriting(header);
    for (let configuration = 0; configuration < 1100; configuration += 1) {
      writer.append(rows, sampleMeasurement(configuration, rows));
    }
    expect(configurationsIn(file)).toBe(1000);
    writer.close();
  });
});

it('leaves a finished profile that SQLite itself finds sound', () => {
  const file = filledProfile(50);
  const database = new Database(file, {readonly: true});
  expect(database.pragma('integrity_check', {simple: true})).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  expect(database.pragma('journal_mode', {simple: true})).toBe('delete');
  database.close();
});

it('can be read by the sqlite3 program of any machine that has one', ({skip}) => {
  const file = filledProfile(4);
  const sql = 'SELECT count(*) FROM measurement JOIN layer ON layer.id = measurement.layer';
  let output: string;
  try {
    output = execFileSync('sqlite3', [file, sql], {encoding: 'utf8'});
  } catch {
    skip('no sqlite3 on this machine');
    return;
  }
  expect(output.trim()).toBe(`${4 * rows.length}`);
});

const sweepForever = fileURLToPath(new URL('../support/sweep-forever.ts', import.meta.url));

function storeAt(file: string): SqliteProfileStore {
  return new SqliteProfileStore(file, () => 0);
}

function open(file: string, access: string): unknown {
  const store = storeAt(file);
  return access === 'reading' ? store.openForReading() : store.openForWriting(header);
}

function fill(file: string, configurations: number): void {
  const writer = storeAt(file).openForWriting(header);
  for (let index = 0; index < configurations; index += 1) writer.append(rows, sampleMeasurement(index, rows));
  writer.close();
}

function filledProfile(configurations: number): string {
  const file = path.join(temporaryFolder(), 'sweep.sqlite');
  fill(file, configurations);
  return file;
}

function configurationsIn(file: string): number {
  const reader = storeAt(file).openForReading();
  const {configurations} = reader.counts();
  reader.close();
  return configurations;
}

function contentHashOf(file: string): string {
  const reader = storeAt(file).openForReading();
  const hash = reader.contentHash();
  reader.close();
  return hash;
}

function errorOf(work: () => unknown): NeuosError {
  try {
    work();
  } catch (error) {
    if (error instanceof NeuosError) {
      expect(error.message).not.toContain('\n');
      return error;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

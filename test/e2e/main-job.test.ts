import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {readCohortFile} from '../../src/config/cohort-file.js';
import {networkKey} from '../../src/core/network/network.js';
import type {JobRecord} from '../../src/core/schedule/records.js';
import type {CohortSummary} from '../../src/core/schedule/summary.js';
import type {ProfileReport} from '../../src/report/profile-result.js';
import type {TablesReport} from '../../src/report/tables-result.js';
import {neuos, neuosJson} from '../support/neuos.js';
import {sharedFolder} from '../support/temporary-folder.js';

// The three commands that are the product, as a user types them: the four sample networks on a simulated TX2, scheduled
// by clocks alone, so that it takes seconds.
const folder = sharedFolder();
const DEMO = fileURLToPath(new URL('../../profiles/cohorts/demo.yaml', import.meta.url));
const BY_CLOCKS = ['run', '--cohort', DEMO, '--mode', 'min-energy'];
const LONG = [...BY_CLOCKS, '--jobs', '2000', '--execute', 'none'];
const SMALL = ['run', '--network', 'vgg19-fmnist:batch=32,period=12ms', '--execute', 'none'];

let profiled: ProfileReport;
let tables: TablesReport;
let ours: CohortSummary;
let maxN: CohortSummary;

beforeAll(async () => {
  profiled = await neuosJson<ProfileReport>(folder, 'profile', '--approximations', '0');
  tables = await neuosJson<TablesReport>(folder, 'build-tables');
  [ours, maxN] = await Promise.all([
    neuosJson<CohortSummary>(folder, ...LONG),
    neuosJson<CohortSummary>(folder, ...LONG, '--policy', 'max-n'),
  ]);
}, 300_000);

/** Everything that must not differ from run to run. */
function withoutWallClock({wallClock, ...rest}: CohortSummary): string {
  expect(wallClock.seconds).toBeGreaterThan(0);
  return JSON.stringify(rest);
}

describe('neuos profile', () => {
  it('measures the four sample networks at every configuration of a TX2, and says it is simulated', () => {
    expect(profiled.networks.map(({name, batch}) => [name, batch])).toEqual([
      ['alexnet-fmnist', 32],
      ['vgg19-fmnist', 32],
      ['googlenet-fmnist', 32],
      ['resnet50-fmnist', 32],
    ]);
    expect(profiled).toMatchObject({
      configurations: 11_760,
      resumed: 0,
      identity: {origin: 'simulated', board: 'sim:tx2'},
    });
    expect(profiled.file).toMatch(/^profiles\/sim-tx2-[0-9a-f]{8}\.sqlite$/);
  });
});

describe('neuos build-tables', () => {
  it('takes the newest profile, and writes where run looks', () => {
    expect(tables).toMatchObject({file: 'tables/sim-tx2.tables.sqlite', board: 'sim:tx2', origin: 'simulated'});
    expect(tables.networks.map(({network}) => network)).toEqual(profiled.networks.map(networkKey));
  });

  it('can be looked into', async () => {
    expect(await neuosJson(folder, 'inspect', tables.file)).toMatchObject({
      kind: 'table',
      profileHash: tables.profileHash,
    });
    expect(await neuosJson(folder, 'inspect', profiled.file)).toMatchObject({
      kind: 'profile',
      counts: {configurations: 11_760},
    });
  });
});

describe('neuos run, on the cohort of the demo over 2,000 jobs', () => {
  it('keeps the board busy for at least 0.6 of the time, were it at the reference', () => {
    const referenceUs = new Map(tables.networks.map(({network, referenceUs: us}) => [network, us]));
    const shares = readCohortFile(DEMO).instances.map(({model, batch, engine, periodUs}) => {
      return (referenceUs.get(networkKey({name: model, batch, engine})) ?? NaN) / periodUs;
    });
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeGreaterThanOrEqual(0.6);
  });

  it('misses next to nothing, takes a fifth less energy than max-n, and changes clocks seldom', () => {
    expect(ours).toMatchObject({jobs: 2000, origin: 'simulated', mode: 'min-energy', policy: 'neuos'});
    expect(ours.missRate).toBeLessThanOrEqual(0.005);
    expect(ours.energyUj / maxN.energyUj).toBeLessThanOrEqual(0.8);
    expect(ours.transitionsPerJob).toBeLessThanOrEqual(5);
  });

  it('meets max-n with the same jobs, at the top all the time', () => {
    expect(maxN).toMatchObject({jobs: 2000, transitions: 0, configurationsUsed: 1});
    expect(Math.abs(ours.durationUs / maxN.durationUs - 1)).toBeLessThan(0.01);
  });

  it('gives the same JSON for the same seed, byte for byte but for the wall clock', async () => {
    const again = await neuosJson<CohortSummary>(folder, ...LONG);
    expect(withoutWallClock(again)).toBe(withoutWallClock(ours));
  });
});

describe('neuos run, on a single network', () => {
  it('gives other numbers for another seed', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map((seed) => neuosJson<CohortSummary>(folder, ...SMALL, '--jobs', '50', '--seed', seed)),
    );
    expect(one?.energyUj).not.toBe(two?.energyUj);
  });

  it('prints a summary for people on stdout', async () => {
    const {exitCode, stdout} = await neuos(folder, ...SMALL, '--jobs', '50');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sim:tx2, neuos, min-energy: 50 jobs in .* \(SIMULATED/);
    expect(stdout).toContain('deadlines   0 missed (0.00 %)');
  });

  it('has nothing but JSON on stdout, and nothing on stderr, with --json', async () => {
    const {stdout, stderr} = await neuos(folder, ...SMALL, '--jobs', '50', '--json');
    expect(JSON.parse(stdout)).toMatchObject({jobs: 50, accuracy: null});
    expect(stderr).toBe('');
  });

  it('keeps more time back where no deadline may be missed', async () => {
    const words = ['run', '--network', 'resnet50-fmnist:batch=32,period=26ms', '--jobs', '2000', '--execute', 'none'];
    const [usual, strict] = await Promise.all([
      neuosJson<CohortSummary>(folder, ...words),
      neuosJson<CohortSummary>(folder, ...words, '--max-miss', '0'),
    ]);
    expect(usual.missRate).toBeGreaterThan(0);
    expect(usual.missRate).toBeLessThan(0.01);
    expect(strict.missed).toBe(0);
    expect(strict.energyUj / usual.energyUj).toBeGreaterThan(1);
    expect(strict.energyUj / usual.energyUj).toBeLessThan(1.05);
  });

  it('ends with 5 when more deadlines are missed than allowed', async () => {
    const hopeless = ['--network', 'vgg19-fmnist:batch=32,period=2ms', '--jobs', '20', '--execute', 'none'];
    const {exitCode, stdout, stderr} = await neuos(folder, 'run', ...hopeless, '--max-miss', '1%');
    expect(exitCode).toBe(5);
    expect(stdout).toContain('20 missed');
    expect(stderr).toContain('Error: 20 of 20 jobs missed their deadline: 100.00 %, allowed is 1.00 %');
  });
});

describe('neuos run, with answers', () => {
  it('computes as many jobs as asked for real, and judges them', async () => {
    const log = path.join(folder, 'jobs.jsonl');
    const words = [...BY_CLOCKS, '--jobs', '60', '--execute', '20', '--log', log];
    const summary = await neuosJson<CohortSummary>(folder, ...words);
    expect(summary.accuracy).toMatchObject({jobs: 20, images: 20 * 32, measuredLoss: 0});
    expect(summary.accuracy?.top1).toBeGreaterThan(0.85);
    const jobs = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JobRecord);
    expect(jobs).toHaveLength(60);
    expect(jobs.filter(({answers}) => answers !== undefined)).toHaveLength(20);
  });
});

describe('neuos boards', () => {
  it('lists the boards, simulated ones among them', async () => {
    const {boards} = await neuosJson<{boards: {name: string; configurations: number; simulated: boolean}[]}>(
      folder,
      'boards',
      'list',
    );
    expect(boards).toContainEqual(expect.objectContaining({name: 'tx2', configurations: 11_760, simulated: true}));
    expect(boards).toContainEqual(
      expect.objectContaining({name: 'agx-xavier', configurations: 51_968, simulated: true}),
    );
  });

  it.each([
    ['tx2', 'c01963d8fe0c858eae17e99ee4c1481187870ebb32745c595c3eb76e79d6e5bb'],
    ['agx-xavier', '20a72827d5f56527a48b3218b8bad5dd021ff68910f5bf0d63ce139e73c8e350'],
  ])('prints the configurations of %s as the original lists them, byte for byte', async (board, digest) => {
    const {stdout, stderr, exitCode} = await neuos(folder, 'boards', 'show', board, '--configurations');
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(digest);
  });
});

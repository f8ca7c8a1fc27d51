import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {composeEvaluate, type EvaluateRequest} from '../../src/composition/evaluate.js';
import type {EvaluationReport} from '../../src/report/evaluation.js';
import {evaluate} from '../../src/services/evaluate.js';
import {neuos, neuosJson} from '../support/neuos.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const GPU_HZ = [200e6, 400e6, 600e6, 800e6];
const COHORTS = ['small', 'medium'];
const FACTORS = [1.2, 1.5];
const POLICIES = ['max-n', 'neuos', 'oracle-static', 'oracle-bound'] as const;
const SEEDS = [1, 2];
const WORDS = [
  'evaluate',
  '--board',
  'replay:sweep.csv',
  '--batch',
  '1',
  '--jobs',
  '60',
  '--deadline',
  FACTORS.join(','),
];

/** A measured board of a few clocks: two networks of two layers each, slower and cheaper at lower clocks. */
function writeSweep(folder: string): string {
  const lines = GPU_HZ.flatMap((gpuHz) =>
    ['a', 'b'].flatMap((network, n) =>
      [0, 1].map((layer) => {
        const latencyUs = 500 + ((1 + n + layer) * 1e12) / gpuHz;
        const powerMw = 2000 + 5000 * (gpuHz / 800e6) ** 2;
        return [gpuHz, latencyUs, powerMw, 1500, network, 1, layer].join(',');
      }),
    ),
  );
  const file = path.join(folder, 'sweep.csv');
  writeFileSync(file, ['gpu_hz,latency_us,power_mw,idle_mw,network,batch,layer', ...lines, ''].join('\n'));
  return file;
}

function words(...more: readonly string[]): readonly string[] {
  return [...WORDS, '--cohort', COHORTS.join(','), '--policy', POLICIES.join(','), '--seeds', SEEDS.join(','), ...more];
}

describe('evaluate', () => {
  it('compares policies on all threads, and finds what one thread finds', async () => {
    const folder = temporaryFolder();
    const file = writeSweep(folder);
    const report = await neuosJson<EvaluationReport>(folder, ...words('--csv', 'rows.csv'));
    expect(report.rows).toHaveLength(COHORTS.length * FACTORS.length * POLICIES.length * SEEDS.length);
    for (const {policy, toBound, toUtilisationBound, missed} of report.rows) {
      expect(missed).toBe(0);
      if (policy === 'oracle-bound') expect(toBound).toBeCloseTo(1, 9);
      else expect(toBound).toBeGreaterThan(1);
      expect(toUtilisationBound).toBeGreaterThanOrEqual(toBound - 1e-9);
    }
    const means = Object.fromEntries(report.policies.map(({policy, toBound}) => [policy, toBound.mean]));
    expect(means['neuos']).toBeLessThan(means['max-n'] ?? NaN);
    const csv = readFileSync(path.join(folder, 'rows.csv'), 'utf8').trimEnd().split('\n');
    expect(csv).toHaveLength(report.rows.length + 1);

    const request: EvaluateRequest = {
      board: `replay:${file}`,
      models: undefined,
      batch: 1,
      engine: 'gpu',
      cohorts: COHORTS,
      deadlineFactors: FACTORS,
      deadlineShares: [1],
      offsets: [false],
      policies: POLICIES,
      worldSeeds: [1],
      drift: [false],
      transitionFactors: [1],
      seeds: SEEDS,
      jobs: 60,
    };
    // From its sources the program has no threads.
    const here = await evaluate({...(await composeEvaluate(request)), signal: new AbortController().signal});
    expect(report.rows).toEqual(JSON.parse(JSON.stringify(here.rows)));
  });

  it('finds the same for a cohort of one with offsets as without, but not for one of three', async () => {
    const folder = temporaryFolder();
    writeSweep(folder);
    const {rows} = await neuosJson<EvaluationReport>(folder, ...words('--releases', 'both'));
    const of = (cohort: string, offsets: boolean) =>
      rows
        .filter((row) => row.cohort === cohort && row.withOffsets === offsets)
        .map((row) => ({...row, withOffsets: false}));
    expect(of('small', true)).toHaveLength(FACTORS.length * POLICIES.length * SEEDS.length);
    expect(of('small', true)).toEqual(of('small', false));
    const atTheTop = of('small', true).filter(({policy}) => policy === 'max-n');
    expect(new Set(atTheTop.map(({energyUj}) => energyUj)).size).toBe(FACTORS.length * SEEDS.length);
    expect(of('medium', true)).not.toEqual(of('medium', false));
  });

  it('prints a table for people, and names the board as what it is', async () => {
    const folder = temporaryFolder();
    writeSweep(folder);
    const {exitCode, stdout} = await neuos(folder, ...words());
    expect(exitCode).toBe(0);
    for (const policy of POLICIES) expect(stdout).toContain(policy);
    expect(stdout).toContain('replay');
  });

  it('refuses a policy that it does not know, and a file that is none', async () => {
    const folder = temporaryFolder();
    writeSweep(folder);
    const unknown = await neuos(folder, ...WORDS, '--policy', 'max-n,fastest');
    expect(unknown).toMatchObject({exitCode: 2, stdout: ''});
    expect(unknown.stderr).toContain('fastest');
    writeFileSync(path.join(folder, 'sweep.csv'), 'gpu_hz\n');
    const empty = await neuos(folder, ...WORDS);
    expect(empty).toMatchObject({exitCode: 4, stdout: ''});
    expect(empty.stderr).toContain('sweep.csv');
  });
});

import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {composeProfile} from '../../src/composition/profile.js';
import {composeRun} from '../../src/composition/run.js';
import {composeTables} from '../../src/composition/tables.js';
import type {CohortInstance} from '../../src/core/cohort.js';
import {MODES, type Mode} from '../../src/core/schedule/mode.js';
import type {CohortSummary} from '../../src/core/schedule/summary.js';
import {buildTablesFromProfile} from '../../src/services/build-tables.js';
import {profile} from '../../src/services/profile.js';
import {runAndSummarize} from '../../src/services/run-and-summarize.js';
import {sharedFolder} from '../support/temporary-folder.js';

// Real networks, real variants, real answers; time and energy of a simulated TX2. Few images, so that it takes seconds.
const MODELS = ['alexnet-fmnist', 'vgg19-fmnist', 'resnet50-fmnist'] as const;
const signal = new AbortController().signal;
const folder = sharedFolder();
const table = path.join(folder, 'tables.sqlite');
const referenceUs = new Map<string, number>();

beforeAll(async () => {
  const file = path.join(folder, 'profile.sqlite');
  const {inputs} = await composeProfile({
    board: 'sim:tx2',
    models: MODELS,
    batch: 32,
    engine: 'gpu',
    seed: 1,
    worldSeed: 1,
    approximations: 10,
    images: 400,
    profile: file,
  });
  await profile({...inputs, signal});
  const composed = await composeTables(file, table);
  for (const {network, latencyUs} of buildTablesFromProfile(composed.inputs).tables.networks) {
    referenceUs.set(
      network.name,
      latencyUs.reduce((sum, us) => sum + us, 0),
    );
  }
  composed.close();
}, 300_000);

/** A cohort in which every network takes the same share of the time at the reference. */
function cohortOf(models: readonly string[], utilisation: number): readonly CohortInstance[] {
  return models.map((model) => {
    const periodUs = ((referenceUs.get(model) ?? NaN) * models.length) / utilisation;
    return {
      name: model,
      model,
      batch: 32,
      engine: 'gpu',
      periodUs,
      relativeDeadlineUs: periodUs,
      offsetUs: 0,
      onMiss: 'finish',
      criticality: 1,
    };
  });
}

async function run(
  instances: readonly CohortInstance[],
  options: {mode?: Mode; execute?: number; policy?: 'max-n'; jobs?: number} = {},
): Promise<CohortSummary> {
  const {mode, execute = 0, policy = 'neuos', jobs = 600} = options;
  const composed = await composeRun({
    cohort: {place: 'the test', instances},
    table,
    mode,
    strategy: 'horizon',
    policy,
    method: 'neuos',
    seed: 7,
    jobs,
    execute,
    realtime: false,
  });
  try {
    return await runAndSummarize({...composed, signal});
  } finally {
    await composed.answers?.release();
  }
}

async function inAllModes(instances: readonly CohortInstance[], execute: number): Promise<Record<Mode, CohortSummary>> {
  const summaries: Partial<Record<Mode, CohortSummary>> = {};
  for (const mode of MODES) summaries[mode] = await run(instances, {mode, execute});
  return summaries as Record<Mode, CohortSummary>;
}

describe('three modes on a cohort at 0.85 of the reference', () => {
  let summaries: Record<Mode, CohortSummary>;
  beforeAll(async () => {
    summaries = await inAllModes(cohortOf(MODELS, 0.85), 90);
  }, 300_000);

  it('spends least energy in min-energy, by at least 5 % of max-accuracy, and in balanced something between', () => {
    const energy = (mode: Mode) => summaries[mode].energyUj;
    expect(energy('min-energy')).toBeLessThan(0.95 * energy('max-accuracy'));
    expect(energy('balanced')).toBeGreaterThan(energy('min-energy'));
    expect(energy('balanced')).toBeLessThan(energy('max-accuracy'));
  });

  it('loses least accuracy in max-accuracy, as measured on real answers, and in balanced something between', () => {
    const loss = (mode: Mode) => summaries[mode].accuracy?.measuredLoss ?? NaN;
    expect(loss('max-accuracy')).toBeLessThan(loss('balanced'));
    expect(loss('balanced')).toBeLessThan(loss('min-energy'));
  });

  it.each(MODES)('misses at most 0.5 %% in %s', (mode) => {
    expect(summaries[mode].missRate).toBeLessThanOrEqual(0.005);
  });

  it('asks the accuracy tables, and reports predicted beside measured loss', () => {
    const {accuracyTableHits, accuracy} = summaries['min-energy'];
    expect(accuracyTableHits).toBeGreaterThanOrEqual(100);
    expect(accuracy?.jobs).toBe(90);
    expect(accuracy?.predictedLoss).toBeGreaterThan(0);
    expect(accuracy?.measuredLoss).toBeCloseTo(accuracy?.predictedLoss ?? NaN, 0);
  });
});

describe('a cohort of one', () => {
  it('behaves differently in the three modes too', async () => {
    const summaries = await inAllModes(cohortOf(['resnet50-fmnist'], 0.85), 0);
    const {'min-energy': thrifty, balanced, 'max-accuracy': accurate} = summaries;
    expect(new Set(MODES.map((mode) => summaries[mode].energyUj)).size).toBe(3);
    expect(thrifty.energyUj).toBeLessThan(balanced.energyUj);
    expect(balanced.energyUj).toBeLessThan(accurate.energyUj);
    expect(thrifty.predictedLoss).toBeGreaterThan(balanced.predictedLoss);
    expect(balanced.predictedLoss).toBeGreaterThan(accurate.predictedLoss);
  });
});

describe('an overload', () => {
  it('that clocks cannot cure is cured by variants', async () => {
    const instances = cohortOf(MODELS, 1.15);
    expect((await run(instances, {policy: 'max-n'})).missRate).toBeGreaterThan(0.5);
    for (const mode of MODES) expect((await run(instances, {mode})).missRate).toBeLessThanOrEqual(0.005);
  });

  it('that nothing can cure is reported with its shortfall, and misses least', async () => {
    const instances = cohortOf(MODELS, 3).map((instance) => ({...instance, onMiss: 'abort' as const}));
    const hopeless = await run(instances, {mode: 'max-accuracy'});
    const topClocks = await run(instances, {policy: 'max-n'});
    expect(hopeless.shortfallUs).toBeGreaterThan(0);
    expect(hopeless.missed).toBeGreaterThan(0);
    expect(hopeless.missed).toBeLessThan(topClocks.missed);
  });
});

describe('a minimum accuracy', () => {
  it('is kept, at the price of energy', async () => {
    const instances = cohortOf(MODELS, 0.85);
    const free = await run(instances, {mode: 'min-energy'});
    const limited = await run(
      instances.map((instance) => ({...instance, minAccuracy: 0.98})),
      {mode: 'min-energy'},
    );
    for (const {predictedLoss} of limited.instances) expect(predictedLoss).toBeLessThanOrEqual(0.02);
    expect(limited.predictedLoss).toBeLessThan(free.predictedLoss);
    expect(limited.energyUj).toBeGreaterThan(free.energyUj);
  });
});

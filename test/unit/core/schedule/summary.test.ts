import {describe, expect, it} from 'vitest';
import type {CohortRun, JobRecord} from '../../../../src/core/schedule/records.js';
import {summarize, type SummaryFacts} from '../../../../src/core/schedule/summary.js';
import {instanceSpec} from '../../../support/small-tables.js';

function job(instance: number, ordinal: number, latencyUs: number, changes: Partial<JobRecord> = {}): JobRecord {
  const releaseUs = ordinal * 100;
  return {
    instance,
    ordinal,
    releaseUs,
    deadlineUs: releaseUs + 80,
    startUs: releaseUs + 1,
    finishUs: releaseUs + latencyUs,
    missed: latencyUs > 80,
    aborted: false,
    predictedLoss: 0,
    variants: [0],
    ...changes,
  };
}

const RUN: CohortRun = {
  jobs: [
    job(0, 0, 20, {answers: {images: 32, correct: 28, correctOriginal: 30}, predictedLoss: 0.06}),
    job(0, 1, 40),
    job(0, 2, 90, {answers: {images: 32, correct: 30, correctOriginal: 31}, predictedLoss: 0.02}),
    job(0, 3, 85, {aborted: true, missed: true}),
  ],
  skipped: 1,
  durationUs: 500,
  energyUj: 2000,
  transitions: 6,
  configurationsUsed: 3,
  decisionsUs: [4, 2, 3, 1],
  shortfallUs: 12,
  interrupted: false,
};
const FACTS: SummaryFacts = {
  origin: 'simulated',
  board: 'sim:tx2',
  policy: 'neuos',
  mode: 'balanced',
  initialMode: 'balanced',
  seed: 3,
  accuracyTableHits: 5,
  specs: [instanceSpec({name: 'camera', periodUs: 100, relativeDeadlineUs: 80}), instanceSpec({name: 'silent'})],
  networkNames: ['alexnet', 'vgg19'],
  seconds: 1.5,
};

describe('summarize', () => {
  const summary = summarize(RUN, FACTS);

  it('keeps what the run was', () => {
    expect(summary).toMatchObject({
      origin: 'simulated',
      board: 'sim:tx2',
      policy: 'neuos',
      mode: 'balanced',
      initialMode: 'balanced',
      seed: 3,
      accuracyTableHits: 5,
      interrupted: false,
      shortfallUs: 12,
    });
  });

  it('counts misses, and skipped releases with them', () => {
    expect(summary).toMatchObject({jobs: 4, missed: 2, skipped: 1, missRate: 3 / 5});
  });

  it('adds power and transitions up', () => {
    expect(summary).toMatchObject({energyUj: 2000, meanPowerMw: 4000, transitions: 6, transitionsPerJob: 1.5});
  });

  it('takes latencies of finished jobs only, absolute and as a share of the deadline', () => {
    const [camera] = summary.instances;
    expect(camera?.latencyUs).toEqual({p50: 40, p95: 85, p99: 89, max: 90});
    expect(camera?.latencyShare).toEqual({
      p50: 0.5,
      p95: expect.closeTo(85 / 80, 9) as number,
      p99: expect.closeTo(89 / 80, 9) as number,
      max: 90 / 80,
    });
  });

  it('compares the accuracy of the answers that were computed with what was predicted for them', () => {
    expect(summary.accuracy).toEqual({
      jobs: 2,
      images: 64,
      top1: 58 / 64,
      originalTop1: 61 / 64,
      measuredLoss: expect.closeTo(3 / 64, 12) as number,
      predictedLoss: 0.04,
    });
    expect(summary.predictedLoss).toBe(0.02);
    expect(summary.instances[0]?.accuracy).toEqual(summary.accuracy);
  });

  it('has no numbers where there was nothing', () => {
    expect(summary.instances[1]).toEqual({
      name: 'silent',
      network: 'vgg19',
      jobs: 0,
      missed: 0,
      latencyUs: null,
      latencyShare: null,
      predictedLoss: 0,
      accuracy: null,
    });
    const nothing = summarize({...RUN, jobs: [], skipped: 0, durationUs: 0, decisionsUs: []}, FACTS);
    expect(nothing).toMatchObject({missRate: 0, meanPowerMw: 0, transitionsPerJob: 0, accuracy: null});
    expect(nothing.wallClock.decisionUs).toBeNull();
  });

  it('keeps real time apart from everything else', () => {
    expect(summary.wallClock).toMatchObject({seconds: 1.5, decisionUs: {p50: 2.5, max: 4}});
    expect(summarize(RUN, {...FACTS, seconds: 9}).energyUj).toBe(summary.energyUj);
  });
});

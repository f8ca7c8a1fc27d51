import type {CohortSummary, InstanceSummary} from '../../src/core/schedule/summary.js';

const INSTANCE: InstanceSummary = {
  name: 'camera',
  network: 'alexnet-fmnist',
  jobs: 1500,
  missed: 3,
  latencyUs: {p50: 20_123, p95: 32_000, p99: 33_456, max: 1_250_000},
  latencyShare: {p50: 0.4, p95: 0.64, p99: 0.669, max: 25},
  predictedLoss: 0.012,
  accuracy: {jobs: 40, images: 1280, top1: 0.9125, originalTop1: 0.925, measuredLoss: 0.0125, predictedLoss: 0.012},
};

/** A finished run with something of everything. */
export const SAMPLE_SUMMARY: CohortSummary = {
  origin: 'simulated',
  board: 'sim:tx2',
  policy: 'neuos',
  mode: 'balanced',
  initialMode: 'balanced',
  seed: 1,
  jobs: 2000,
  missed: 3,
  missRate: 0.0025,
  skipped: 2,
  interrupted: false,
  durationUs: 53_400_000,
  energyUj: 308_000_000,
  meanPowerMw: 5770,
  transitions: 1311,
  transitionsPerJob: 0.6555,
  configurationsUsed: 17,
  decisions: 19_995,
  accuracyTableHits: 120,
  shortfallUs: 950,
  predictedLoss: 0.01,
  accuracy: INSTANCE.accuracy,
  instances: [
    INSTANCE,
    {
      ...INSTANCE,
      name: 'silent',
      network: 'vgg19-fmnist',
      jobs: 0,
      missed: 0,
      latencyUs: null,
      latencyShare: null,
      accuracy: null,
    },
  ],
  wallClock: {seconds: 1.2, decisionUs: {p50: 4.83, p95: 12, p99: 40.6, max: 900}},
};

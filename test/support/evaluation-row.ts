import type {EvaluationRow} from '../../src/core/evaluation/cell.js';

const LATENCIES = {p50: 1, p95: 2, p99: 3, max: 4};

/** A row of an evaluation, its numbers plain ones. */
export function evaluationRow(changed: Partial<EvaluationRow>): EvaluationRow {
  return {
    cohort: 'small',
    deadlineFactor: 1.2,
    deadlineShare: 1,
    withOffsets: false,
    world: {seed: 1, drifted: false, transitionFactor: 1},
    seed: 1,
    policy: 'neuos',
    jobs: 100,
    missed: 0,
    durationUs: 1000,
    energyUj: 100,
    toBound: 1,
    toFreeBound: 1,
    toUtilisationBound: 1,
    latencyUs: LATENCIES,
    latencyShare: LATENCIES,
    transitions: 50,
    configurationsUsed: 3,
    predictedLoss: 0,
    ...changed,
  };
}

import {describe, expect, it} from 'vitest';
import {fitSweep, withGpuClock, type SweepPoint} from '../../../src/simulation/fit-sweep.js';
import {IMAGE_CLASSIFIER, sweepTruth} from '../../../src/simulation/sweep-model.js';
import {AGX_XAVIER_COEFFICIENTS} from '../../../src/simulation/world/agx-xavier.js';
import {sweepErrors} from '../../support/curve-error.js';
import {AGX_XAVIER_SWEEP, HAS_SWEEP, ofBatches, readSweep} from '../../support/measured-sweep.js';

const CLOCKS_HZ = [115e6, 320e6, 520e6, 830e6, 1030e6, 1377e6];

/** A sweep of a board that draws `powerFactor` times as much and takes `timeFactor` times as long. */
function madeSweep(powerFactor: number, timeFactor: number, batch: number): readonly SweepPoint[] {
  return CLOCKS_HZ.map((gpuHz) => {
    const truth = sweepTruth(AGX_XAVIER_COEFFICIENTS, IMAGE_CLASSIFIER, gpuHz, batch);
    return {gpuHz, batch, latencyUs: truth.latencyUs * timeFactor, powerMw: truth.powerMw * powerFactor};
  });
}

describe('fitSweep', () => {
  it('recovers another scale of power and time from three points', () => {
    const points = madeSweep(0.4, 3, 4);
    const fit = fitSweep(
      [0, 3, 5].flatMap((index) => points[index] ?? []),
      AGX_XAVIER_COEFFICIENTS,
    );
    const errors = sweepErrors(fit, points);
    expect(errors.latency.worst).toBeLessThan(0.01);
    expect(errors.power.worst).toBeLessThan(0.01);
    expect(fit.coefficients.baseMw / AGX_XAVIER_COEFFICIENTS.baseMw).toBeCloseTo(0.4, 1);
  });

  it('is not led astray by one point that is far off', () => {
    const points = madeSweep(1, 1, 1);
    const spoilt = points.map((point, index) => (index === 0 ? {...point, powerMw: 3 * point.powerMw} : point));
    const errors = sweepErrors(fitSweep(spoilt, AGX_XAVIER_COEFFICIENTS), points.slice(1));
    expect(errors.power.worst).toBeLessThan(0.1);
  });

  it('refuses two points', () => {
    expect(() => fitSweep(madeSweep(1, 1, 1).slice(0, 2), AGX_XAVIER_COEFFICIENTS)).toThrow('3 points or more, got 2');
  });

  it('stretches the voltage line of a prior to another clock', () => {
    const {voltage} = withGpuClock(AGX_XAVIER_COEFFICIENTS, 1377e6 / 2).gpu;
    expect(voltage.topHz).toBe(1377e6 / 2);
    expect(voltage.kneeHz).toBe(AGX_XAVIER_COEFFICIENTS.gpu.voltage.kneeHz / 2);
  });
});

describe.skipIf(!HAS_SWEEP)('fitSweep on the published sweep of AGX Xavier (skipped without ../shared)', () => {
  const points = HAS_SWEEP ? readSweep(AGX_XAVIER_SWEEP) : [];
  const judged = ofBatches(points, [4]);

  it('predicts batch 4 from batches 1 and 16', () => {
    const errors = sweepErrors(fitSweep(ofBatches(points, [1, 16]), AGX_XAVIER_COEFFICIENTS), judged);
    expect(judged).toHaveLength(14);
    expect(errors.latency.median).toBeLessThan(0.05);
    expect(errors.latency.worst).toBeLessThan(0.1);
    expect(errors.power.median).toBeLessThan(0.05);
    expect(errors.power.worst).toBeLessThan(0.1);
    expect(errors.bestClockEnergyRatio).toBeLessThan(1.03);
  });

  it.each([[[0, 6, 13]], [[1, 7, 12]], [[2, 8, 13]]])('predicts the other clocks from clocks %j alone', (shown) => {
    const errors = sweepErrors(
      fitSweep(
        shown.flatMap((index) => judged[index] ?? []),
        AGX_XAVIER_COEFFICIENTS,
      ),
      judged,
    );
    expect(errors.latency.worst).toBeLessThan(0.1);
    expect(errors.power.worst).toBeLessThan(0.1);
    expect(errors.bestClockEnergyRatio).toBeLessThan(1.03);
  });

  it('leaves the coefficients of the simulated board where they are', () => {
    const {coefficients} = fitSweep(ofBatches(points, [1, 16]), AGX_XAVIER_COEFFICIENTS);
    expect(coefficients.gpu.busyMw / AGX_XAVIER_COEFFICIENTS.gpu.busyMw).toBeCloseTo(1, 1);
    expect(coefficients.baseMw / AGX_XAVIER_COEFFICIENTS.baseMw).toBeCloseTo(1, 1);
  });
});

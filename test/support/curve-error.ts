import type {SweepFit} from '../../src/simulation/fit-factors.js';
import type {SweepPoint} from '../../src/simulation/fit-sweep.js';
import {sweepTruth} from '../../src/simulation/sweep-model.js';
import {median} from '../bench/harness.js';

/** How far a predicted curve is from a measured one, each normalised by its median. */
export interface CurveError {
  readonly median: number;
  readonly worst: number;
}

export interface SweepErrors {
  readonly latency: CurveError;
  readonly power: CurveError;
  /** Measured energy per image at the clock that the fit thinks best, over the least measured one. */
  readonly bestClockEnergyRatio: number;
}

/** Compares a fit with one batch of a sweep. */
export function sweepErrors({coefficients, workload}: SweepFit, points: readonly SweepPoint[]): SweepErrors {
  const predicted = points.map(({gpuHz, batch}) => sweepTruth(coefficients, workload, gpuHz, batch));
  const energies = predicted.map(({latencyUs, powerMw}) => latencyUs * powerMw);
  const measured = points.map(({latencyUs, powerMw}) => latencyUs * powerMw);
  const best = energies.indexOf(Math.min(...energies));
  return {
    latency: curveError(predicted, points, 'latencyUs'),
    power: curveError(predicted, points, 'powerMw'),
    bestClockEnergyRatio: (measured[best] ?? NaN) / Math.min(...measured),
  };
}

type Curve = readonly Readonly<Record<'latencyUs' | 'powerMw', number>>[];

function curveError(predicted: Curve, measured: Curve, quantity: 'latencyUs' | 'powerMw'): CurveError {
  const [a, b] = [predicted, measured].map((curve) => normalised(curve.map((point) => point[quantity])));
  const errors = (a ?? []).map((value, index) => Math.abs(value / (b?.[index] ?? NaN) - 1));
  return {median: median(errors), worst: Math.max(...errors)};
}

function normalised(values: readonly number[]): readonly number[] {
  const middle = median(values);
  return values.map((value) => value / middle);
}

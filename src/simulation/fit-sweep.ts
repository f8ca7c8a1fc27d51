import {applyFactors, NO_CHANGE, surprise, type SweepFit} from './fit-factors.js';
import {leastSquares} from './least-squares.js';
import {IMAGE_CLASSIFIER, sweepTruth} from './sweep-model.js';
import type {BoardCoefficients} from './world/coefficients.js';

/** One row of a measured sweep of the GPU clock. */
export interface SweepPoint {
  readonly gpuHz: number;
  readonly batch: number;
  /** Mean of one batch. */
  readonly latencyUs: number;
  /** Total, mean while batches run. */
  readonly powerMw: number;
}

const FEWEST_POINTS = 3;
/** How far a point may be from the model: what is left out (governors, heat) and what the sensor adds. */
const LATENCY_ERROR = 0.03;
const POWER_ERROR = 0.05;
/** Neighbours on a curve err together, so that a sweep counts as this many independent points at most. */
const INDEPENDENT_POINTS = 4;

/**
 * Fits a board's coefficients, and the work of the network it ran, to points of a sweep of the GPU clock.
 *
 * Robust (a point far off pulls with constant force) and regularised by the prior, so that three points suffice.
 *
 * **Errors:** RangeError with fewer.
 *
 * @param prior - the board's coefficients as far as they are known, or those of {@link withGpuClock another board}.
 */
export function fitSweep(points: readonly SweepPoint[], prior: BoardCoefficients): SweepFit {
  if (points.length < FEWEST_POINTS) {
    throw new RangeError(`a sweep is fitted to ${FEWEST_POINTS} points or more, got ${points.length}`);
  }
  const start = {coefficients: prior, workload: IMAGE_CLASSIFIER};
  const weight = Math.sqrt(Math.min(1, INDEPENDENT_POINTS / points.length));
  const residuals = (logarithms: readonly number[]): readonly number[] => {
    const fit = applyFactors(start, logarithms);
    const misses = points.flatMap((point) => missesOf(point, fit));
    return [...misses.map((miss) => weight * softened(miss)), ...surprise(logarithms)];
  };
  return applyFactors(start, leastSquares(residuals, NO_CHANGE));
}

/** A prior for a board of which only the highest GPU clock is known: another board's, its GPU's clocks stretched. */
export function withGpuClock(prior: BoardCoefficients, topHz: number): BoardCoefficients {
  const {voltage} = prior.gpu;
  const kneeHz = (voltage.kneeHz * topHz) / voltage.topHz;
  return {...prior, gpu: {...prior.gpu, voltage: {...voltage, kneeHz, topHz}}};
}

function missesOf({gpuHz, batch, latencyUs, powerMw}: SweepPoint, fit: SweepFit): readonly number[] {
  const truth = sweepTruth(fit.coefficients, fit.workload, gpuHz, batch);
  return [Math.log(truth.latencyUs / latencyUs) / LATENCY_ERROR, Math.log(truth.powerMw / powerMw) / POWER_ERROR];
}

/** Grows like the square root beyond 1, so that its square grows like the error itself. */
function softened(miss: number): number {
  return Math.sign(miss) * Math.sqrt(2 * (Math.sqrt(1 + miss * miss) - 1));
}

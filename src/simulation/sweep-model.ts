import type {DvfsConfiguration} from '../core/board/configuration.js';
import type {BoardCoefficients} from './world/coefficients.js';
import {TYPICAL_COUPLINGS, TYPICAL_LAYER} from './world/hidden-truth.js';
import {gpuTruth, type LayerTruth} from './world/layer-truth.js';
import {operatingPoint} from './world/operating-points.js';

/**
 * CPU clock under the governor, relative to the highest: inference keeps one core half busy, and nvpmodel lets no Xavier
 * core below 1190.4 of 2265.6 MHz.
 */
const GOVERNED_CPU_SHARE = 0.525;
/** GPU clock, relative to the highest, from which its floor on the memory clock is the highest one. */
const FULL_MEMORY_SHARE = 0.45;

/** What a sweep of the GPU clock ran, as one layer: its work for each image of a batch. */
export interface SweepWorkload {
  readonly flopsPerImage: number;
  readonly bytesPerImage: number;
  readonly operatorCount: number;
}

/** Inception v3 at 299²: what published sweeps ran; a graph of about a thousand kernels in TensorFlow. */
export const IMAGE_CLASSIFIER: SweepWorkload = {flopsPerImage: 11.4e9, bytesPerImage: 200e6, operatorCount: 1000};

/** The configuration of a board whose GPU clock is pinned while governors choose everything else. */
export function governedConfiguration({clusters, gpu, memory}: BoardCoefficients, gpuHz: number): DvfsConfiguration {
  return {
    clusters: clusters.map(({voltage, powerDomains}) => ({
      cpuHz: voltage.topHz * GOVERNED_CPU_SHARE,
      onlineCpus: powerDomains.flat(),
    })),
    gpuHz,
    emcHz: memory.topHz * Math.min(1, gpuHz / (FULL_MEMORY_SHARE * gpu.voltage.topHz)),
  };
}

/** Time and power of one batch, in a world whose hidden half is typical. */
export function sweepTruth(
  coefficients: BoardCoefficients,
  workload: SweepWorkload,
  gpuHz: number,
  batch: number,
): LayerTruth {
  const point = operatingPoint(coefficients, TYPICAL_COUPLINGS, governedConfiguration(coefficients, gpuHz));
  const truth = {latencyUs: 0, powerMw: 0};
  const {flopsPerImage, bytesPerImage, operatorCount} = workload;
  const cost = {flops: batch * flopsPerImage, bytes: batch * bytesPerImage, operatorCount};
  gpuTruth({coefficients, couplings: TYPICAL_COUPLINGS}, point, {cost, onGpu: true, hidden: TYPICAL_LAYER}, truth);
  return truth;
}

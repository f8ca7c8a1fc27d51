import type {Network} from '../../core/network/network.js';
import {KeyedNoise} from '../../core/random/keyed-noise.js';

/** What a world knows of one variant of one layer, and no surrogate does. */
export interface HiddenLayerTruth {
  /** Share of the GPU's peak arithmetic rate that this layer reaches. */
  readonly gpuEfficiency: number;
  readonly cpuEfficiency: number;
  /** Share of the memory bandwidth that it reaches. */
  readonly memoryEfficiency: number;
  /** Traffic relative to the bytes touched once: reuse in the cache lowers it, spilling raises it. */
  readonly trafficFactor: number;
  /** Switching activity of the busy units relative to the board's typical one. */
  readonly activity: number;
}

/** Draws of one layer, in the order in which they are keyed. */
const DRAW = {gpu: 0, cpu: 1, memory: 2, traffic: 3, activity: 4, perVariant: 8} as const;

/**
 * Draws the truth of every variant of a layer. Depends on the world's seed and on the model's content, not on the
 * company it runs in, so that a profile and a later run meet the same layer.
 */
export function drawHiddenTruth(network: Network, layer: number, variant: number, worldSeed: number): HiddenLayerTruth {
  const noise = new KeyedNoise(worldSeed);
  const model = Number.parseInt(network.contentHash.slice(0, 8), 16) | 0;
  const between = (draw: number, low: number, high: number) => low + (high - low) * noise.uniform(model, layer, draw);
  // A variant's smaller operators use the units a little less well than the original's.
  const shrink = variant === 0 ? 1 : between(DRAW.perVariant + variant, 0.86, 0.98);
  return {
    gpuEfficiency: between(DRAW.gpu, 0.38, 0.62) * shrink,
    cpuEfficiency: between(DRAW.cpu, 0.45, 0.7) * shrink,
    memoryEfficiency: between(DRAW.memory, 0.6, 0.85),
    trafficFactor: between(DRAW.traffic, 0.75, 1.25),
    activity: between(DRAW.activity, 0.85, 1.12),
  };
}

/** The middle of what {@link drawHiddenTruth} draws: a layer of which nothing is known but its cost. */
export const TYPICAL_LAYER: HiddenLayerTruth = {
  gpuEfficiency: 0.5,
  cpuEfficiency: 0.58,
  memoryEfficiency: 0.72,
  trafficFactor: 1,
  activity: 1,
};

/** Couplings between knobs that this world has and its documentation does not tell. */
export interface HiddenCouplings {
  /** Share of bandwidth lost when the launching core runs at its lowest clock. */
  readonly slowCpuBandwidthLoss: number;
  /** Exponent of the soft maximum between compute and memory time. */
  readonly overlapExponent: number;
  /** Size of the regulators' steps, in mV; 0 where the voltage follows its line exactly. */
  readonly voltageStepMv: number;
  /** Offset of each regulator's steps, in mV. */
  readonly voltageOffsetMv: number;
}

const VOLTAGE_STEP_MV = 10;

export function drawCouplings(worldSeed: number): HiddenCouplings {
  const noise = new KeyedNoise(worldSeed ^ 0x5eed);
  return {
    slowCpuBandwidthLoss: 0.05 + 0.2 * noise.uniform(0, 0, 0),
    overlapExponent: 3 + 3 * noise.uniform(0, 0, 1),
    voltageStepMv: VOLTAGE_STEP_MV,
    voltageOffsetMv: VOLTAGE_STEP_MV * noise.uniform(0, 0, 2),
  };
}

/** The middle of what {@link drawCouplings} draws, with voltages that follow their line without steps. */
export const TYPICAL_COUPLINGS: HiddenCouplings = {
  slowCpuBandwidthLoss: 0.15,
  overlapExponent: 4.5,
  voltageStepMv: 0,
  voltageOffsetMv: 0,
};

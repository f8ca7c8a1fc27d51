import type {LayerCost} from '../../core/network/network.js';
import type {BoardCoefficients} from './coefficients.js';
import type {HiddenCouplings, HiddenLayerTruth} from './hidden-truth.js';
import type {OperatingPoint} from './operating-points.js';

/** Share of a core that waits for the GPU even when nothing is to be launched. */
const LAUNCHING_CORE_FLOOR = 0.12;
/** Arithmetic units draw most of a busy GPU's dynamic power; the rest goes with the traffic through its caches. */
const GPU_POWER_OF_ARITHMETIC = 0.75;
/** Power of the units while a kernel ramps up or drains, relative to full work. */
const RAMP_ACTIVITY = 0.8;

/** Noise-free truth of one execution. */
export interface LayerTruth {
  latencyUs: number;
  /** Total power while the layer runs, at the leakage reference temperature. */
  powerMw: number;
}

/** A variant of a layer as the world knows it. */
export interface WorldLayer {
  readonly cost: LayerCost;
  readonly onGpu: boolean;
  readonly hidden: HiddenLayerTruth;
}

/** What holds for every layer on a board. */
export interface WorldLaws {
  readonly coefficients: BoardCoefficients;
  readonly couplings: HiddenCouplings;
}

/**
 * Time and power of a layer on the GPU. Kernels ramp up, then compute while memory is read: a soft maximum of the two.
 * What the GPU waits for the CPU comes on top. Power is idle power plus the busy power of each unit times the share of
 * the time it works.
 */
export function gpuTruth(
  {coefficients, couplings}: WorldLaws,
  point: OperatingPoint,
  {cost, hidden}: WorldLayer,
  into: LayerTruth,
): void {
  const {gpu} = coefficients;
  const rampUs = (cost.operatorCount * gpu.rampCycles) / point.gpuCyclesPerUs;
  const computeUs = cost.flops / (point.gpuFlopsPerUs * hidden.gpuEfficiency);
  const memoryUs = memoryTimeUs(coefficients, point, cost, hidden);
  const launchUs = (cost.operatorCount * gpu.launchUs + gpu.layerOverheadUs) * point.launchSlowdown;
  const p = couplings.overlapExponent;
  const latencyUs = ((rampUs + computeUs) ** p + memoryUs ** p) ** (1 / p) + launchUs;
  const arithmeticUs = computeUs + RAMP_ACTIVITY * rampUs;
  const gpuShare = (GPU_POWER_OF_ARITHMETIC * arithmeticUs + (1 - GPU_POWER_OF_ARITHMETIC) * memoryUs) / latencyUs;
  const cpuShare = Math.min(1, LAUNCHING_CORE_FLOOR + launchUs / latencyUs);
  into.latencyUs = latencyUs;
  into.powerMw =
    point.idleMw +
    point.gpuBusyMw * hidden.activity * gpuShare +
    point.memoryBusyMw * (memoryUs / latencyUs) +
    point.launchingCoreBusyMw * cpuShare;
}

/** The same on the CPU, with all online cores at work. */
export function cpuTruth(
  {coefficients, couplings}: WorldLaws,
  point: OperatingPoint,
  {cost, hidden}: WorldLayer,
  into: LayerTruth,
): void {
  const computeUs = cost.flops / (point.cpuFlopsPerUs * hidden.cpuEfficiency);
  const memoryUs = memoryTimeUs(coefficients, point, cost, hidden);
  const overheadUs = coefficients.cpuLayerOverheadUs * cost.operatorCount * point.launchSlowdown;
  const p = couplings.overlapExponent;
  const latencyUs = (computeUs ** p + memoryUs ** p) ** (1 / p) + overheadUs;
  into.latencyUs = latencyUs;
  into.powerMw =
    point.idleMw +
    point.cpuBusyMw * hidden.activity * Math.min(1, (computeUs + overheadUs) / latencyUs) +
    point.memoryBusyMw * (memoryUs / latencyUs);
}

/** Traffic that fits the cache costs less than its bytes; the knee is soft. */
function memoryTimeUs(
  {gpu}: BoardCoefficients,
  point: OperatingPoint,
  cost: LayerCost,
  hidden: HiddenLayerTruth,
): number {
  const fits = 1 / (1 + (cost.bytes / cost.operatorCount / (2 * gpu.cacheBytes)) ** 2);
  const traffic = cost.bytes * hidden.trafficFactor * (1 - 0.6 * fits);
  return traffic / (point.bytesPerUs * hidden.memoryEfficiency);
}

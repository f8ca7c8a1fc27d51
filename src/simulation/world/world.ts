import type {BoardDescription} from '../../core/board/board.js';
import type {LayerCost, Network} from '../../core/network/network.js';
import type {BoardCoefficients} from './coefficients.js';
import {drawCouplings, drawHiddenTruth, type HiddenCouplings, type HiddenLayerTruth} from './hidden-truth.js';
import {operatingPoint, type OperatingPoint} from './operating-points.js';

/** Temperature at which leakage is stated. */
const LEAKAGE_REFERENCE_MC = 45_000;
/** Share of a core that waits for the GPU even when nothing is to be launched. */
const LAUNCHING_CORE_FLOOR = 0.12;
/** Arithmetic units draw most of a busy GPU's dynamic power; the rest goes with the traffic through its caches. */
const GPU_POWER_OF_ARITHMETIC = 0.75;

/** Noise-free truth of one execution. */
export interface LayerTruth {
  latencyUs: number;
  /** Total power while the layer runs, at the leakage reference temperature. */
  powerMw: number;
}

/**
 * The truth of a simulated board: how long a layer takes and what the board draws, at every configuration.
 *
 * Latency is a soft maximum of arithmetic, memory and launch time; power is idle power plus the busy power of each
 * unit times the share of the time it works. Documented coefficients set the scale; what the seed draws sets the
 * differences that a surrogate has to learn.
 */
export class World {
  readonly #points: readonly OperatingPoint[];
  readonly #couplings: HiddenCouplings;
  readonly #hidden = new Map<string, HiddenLayerTruth>();

  constructor(
    readonly board: BoardDescription,
    readonly coefficients: BoardCoefficients,
    readonly worldSeed: number,
  ) {
    this.#couplings = drawCouplings(worldSeed);
    this.#points = Array.from({length: board.space.size}, (_, index) =>
      operatingPoint(board, coefficients, this.#couplings, board.space.at(index)),
    );
  }

  /** Power with nothing running, at a die temperature. */
  idlePowerMw(configuration: number, temperatureMc: number): number {
    const point = this.#point(configuration);
    return point.idleMw + this.extraLeakageMw(configuration, temperatureMc);
  }

  /** What leakage adds to (or takes from) the stated power at a die temperature. */
  extraLeakageMw(configuration: number, temperatureMc: number): number {
    const warmer = (temperatureMc - LEAKAGE_REFERENCE_MC) / 1000;
    return this.#point(configuration).leakageMw * this.coefficients.thermal.leakagePerC * warmer;
  }

  /** Writes the truth of one execution into `into`; no allocation, because sweeps ask millions of times. */
  layerTruth(configuration: number, layer: WorldLayer, into: LayerTruth): void {
    const point = this.#point(configuration);
    if (layer.onGpu) this.#gpuTruth(point, layer, into);
    else this.#cpuTruth(point, layer, into);
  }

  /** Prepares a variant of a layer for {@link layerTruth}. */
  layer(network: Network, layer: number, variant: number): WorldLayer {
    const cost = network.layers[layer]?.variants[variant]?.cost;
    if (cost === undefined) throw new RangeError(`${network.name} has no variant ${variant} of layer ${layer}`);
    return {cost, onGpu: network.engine === 'gpu', hidden: this.#truthOf(network, layer, variant)};
  }

  #gpuTruth(point: OperatingPoint, {cost, hidden}: WorldLayer, into: LayerTruth): void {
    const {gpu} = this.coefficients;
    const computeUs = cost.flops / (point.gpuFlopsPerUs * hidden.gpuEfficiency);
    const memoryUs = this.#memoryUs(point, cost, hidden);
    const launchUs = cost.operatorCount * gpu.launchUs * point.launchSlowdown;
    const overheadUs = gpu.layerOverheadUs * point.launchSlowdown;
    const p = this.#couplings.overlapExponent;
    const latencyUs = (computeUs ** p + memoryUs ** p + launchUs ** p) ** (1 / p) + overheadUs;
    const gpuShare = (GPU_POWER_OF_ARITHMETIC * computeUs + (1 - GPU_POWER_OF_ARITHMETIC) * memoryUs) / latencyUs;
    const cpuShare = Math.min(1, LAUNCHING_CORE_FLOOR + (launchUs + overheadUs) / latencyUs);
    into.latencyUs = latencyUs;
    into.powerMw =
      point.idleMw +
      point.gpuBusyMw * hidden.activity * gpuShare +
      point.memoryBusyMw * (memoryUs / latencyUs) +
      point.launchingCoreBusyMw * cpuShare;
  }

  #cpuTruth(point: OperatingPoint, {cost, hidden}: WorldLayer, into: LayerTruth): void {
    const computeUs = cost.flops / (point.cpuFlopsPerUs * hidden.cpuEfficiency);
    const memoryUs = this.#memoryUs(point, cost, hidden);
    const overheadUs = this.coefficients.cpuLayerOverheadUs * cost.operatorCount * point.launchSlowdown;
    const p = this.#couplings.overlapExponent;
    const latencyUs = (computeUs ** p + memoryUs ** p) ** (1 / p) + overheadUs;
    into.latencyUs = latencyUs;
    into.powerMw =
      point.idleMw +
      point.cpuBusyMw * hidden.activity * Math.min(1, (computeUs + overheadUs) / latencyUs) +
      point.memoryBusyMw * (memoryUs / latencyUs);
  }

  /** Traffic that fits the cache costs less than its bytes; the knee is soft. */
  #memoryUs(point: OperatingPoint, cost: LayerCost, hidden: HiddenLayerTruth): number {
    const fits = 1 / (1 + (cost.bytes / cost.operatorCount / (2 * this.coefficients.gpu.cacheBytes)) ** 2);
    const traffic = cost.bytes * hidden.trafficFactor * (1 - 0.6 * fits);
    return traffic / (point.bytesPerUs * hidden.memoryEfficiency);
  }

  #truthOf(network: Network, layer: number, variant: number): HiddenLayerTruth {
    const key = `${network.contentHash}/${layer}/${variant}`;
    const known = this.#hidden.get(key);
    if (known !== undefined) return known;
    const drawn = drawHiddenTruth(network, layer, variant, this.worldSeed);
    this.#hidden.set(key, drawn);
    return drawn;
  }

  #point(configuration: number): OperatingPoint {
    const point = this.#points[configuration];
    if (point === undefined) throw new RangeError(`no configuration ${configuration} on ${this.board.name}`);
    return point;
  }
}

/** A variant of a layer as the world knows it. */
export interface WorldLayer {
  readonly cost: LayerCost;
  readonly onGpu: boolean;
  readonly hidden: HiddenLayerTruth;
}

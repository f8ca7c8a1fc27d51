import type {BoardDescription} from '../../core/board/board.js';
import type {Network} from '../../core/network/network.js';
import type {BoardTruth} from '../board-truth.js';
import type {BoardCoefficients} from './coefficients.js';
import {drawCouplings, drawHiddenTruth, type HiddenLayerTruth} from './hidden-truth.js';
import {cpuTruth, gpuTruth, type LayerTruth, type WorldLaws, type WorldLayer} from './layer-truth.js';
import {operatingPoint, type OperatingPoint} from './operating-points.js';

/** Temperature at which leakage is stated. */
const LEAKAGE_REFERENCE_MC = 45_000;

/**
 * The truth of a simulated board: how long a layer takes and what the board draws, at every configuration.
 *
 * Documented coefficients set the scale; what the seed draws sets the differences that a surrogate has to learn.
 */
export class World implements BoardTruth<WorldLayer> {
  readonly #points: readonly OperatingPoint[];
  readonly #laws: WorldLaws;
  readonly #hidden = new Map<string, HiddenLayerTruth>();

  constructor(
    readonly board: BoardDescription,
    readonly coefficients: BoardCoefficients,
    readonly worldSeed: number,
  ) {
    const couplings = drawCouplings(worldSeed);
    this.#laws = {coefficients, couplings};
    this.#points = Array.from({length: board.space.size}, (_, index) =>
      operatingPoint(coefficients, couplings, board.space.at(index)),
    );
  }

  get thermal(): BoardCoefficients['thermal'] {
    return this.coefficients.thermal;
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
    const truth = layer.onGpu ? gpuTruth : cpuTruth;
    truth(this.#laws, this.#point(configuration), layer, into);
  }

  /** Prepares a variant of a layer for {@link layerTruth}. */
  layer(network: Network, layer: number, variant: number): WorldLayer {
    const cost = network.layers[layer]?.variants[variant]?.cost;
    if (cost === undefined) throw new RangeError(`${network.name} has no variant ${variant} of layer ${layer}`);
    return {cost, onGpu: network.engine === 'gpu', hidden: this.#truthOf(network, layer, variant)};
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

import {transitionTimeUs, type TransitionTimes} from '../core/board/transition.js';
import type {Network} from '../core/network/network.js';
import type {LayerExecution} from '../core/schedule/machine.js';
import type {BoardTruth} from './board-truth.js';
import {ExecutionNoise} from './execution-noise.js';
import {ThermalModel} from './thermal.js';
import type {LayerTruth} from './world/layer-truth.js';

export interface VirtualBoardOptions {
  readonly world: BoardTruth;
  readonly networks: readonly Network[];
  readonly transitionTimesUs: TransitionTimes;
  /** Seed of latency noise; the same seed gives every policy the same noise. */
  readonly seed: number;
  /** Told of every stretch of constant power, for traces and for checking that energy is conserved. */
  readonly onStretch?: (durationUs: number, powerMw: number) => void;
}

/** Clock, energy, heat and configuration of a simulated board, whoever shares it out among the layers. */
export class VirtualBoard {
  nowUs = 0;
  configuration: number;
  readonly #options: VirtualBoardOptions;
  readonly #noise: ExecutionNoise;
  readonly #thermal: ThermalModel;
  readonly #layers = new Map<number, unknown>();
  #energyNj = 0;

  constructor(options: VirtualBoardOptions) {
    const {world, seed} = options;
    this.#options = options;
    this.#noise = new ExecutionNoise(seed);
    this.#thermal = new ThermalModel(world.thermal);
    this.configuration = world.board.space.reference;
    // The board was on before, with nothing to do.
    this.#thermal.settle(this.idleMw(this.configuration));
  }

  get energyUj(): number {
    return this.#energyNj / 1000;
  }

  start(): void {
    this.nowUs = 0;
    this.#energyNj = 0;
  }

  /** Passes the time of a transition, at the idle power of the costlier side. */
  setConfiguration(configuration: number): void {
    const {world, transitionTimesUs} = this.#options;
    const {space} = world.board;
    const timeUs = transitionTimeUs(space.at(this.configuration), space.at(configuration), transitionTimesUs);
    this.pass(timeUs, Math.max(this.idleMw(this.configuration), this.idleMw(configuration)));
    this.configuration = configuration;
  }

  pass(durationUs: number, powerMw: number): void {
    this.nowUs += durationUs;
    this.#energyNj += durationUs * powerMw;
    this.#thermal.advance(powerMw, durationUs);
    this.#options.onStretch?.(durationUs, powerMw);
  }

  idleMw(configuration: number): number {
    return this.#options.world.idlePowerMw(configuration, this.#thermal.temperatureMc);
  }

  /** Time and power of an execution alone on the board as it is now: with its noise, at the present temperature. */
  truthOf(execution: LayerExecution, into: LayerTruth): void {
    const {world} = this.#options;
    world.layerTruth(this.configuration, this.#layer(execution), into);
    into.latencyUs *= this.#noise.factor(execution.instance, execution.job, execution.layer);
    into.powerMw += world.extraLeakageMw(this.configuration, this.#thermal.temperatureMc);
  }

  #layer({network, layer, variant}: LayerExecution): unknown {
    const key = (network * 4096 + layer) * 64 + variant;
    if (this.#layers.has(key)) return this.#layers.get(key);
    const found = this.#options.networks[network];
    if (found === undefined) throw new RangeError(`no network ${network}`);
    const made = this.#options.world.layer(found, layer, variant);
    this.#layers.set(key, made);
    return made;
  }
}

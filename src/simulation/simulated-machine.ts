import {transitionTimeUs, type TransitionTimes} from '../core/board/transition.js';
import type {Network} from '../core/network/network.js';
import {KeyedNoise} from '../core/random/keyed-noise.js';
import type {LayerExecution, Machine} from '../core/schedule/machine.js';
import {LATENCY_JITTER, SPIKE_HIGH, SPIKE_LOW, SPIKE_PROBABILITY} from './noise-model.js';
import {ThermalModel} from './thermal.js';
import type {LayerTruth, WorldLayer} from './world/layer-truth.js';
import type {World} from './world/world.js';

/** Draws of one execution, in the order in which they are keyed. */
const DRAW = {jitter: 0, spike: 2, spikeSize: 3, count: 4} as const;

export interface SimulatedMachineOptions {
  readonly world: World;
  readonly networks: readonly Network[];
  readonly transitionTimesUs: TransitionTimes;
  /** Seed of latency noise; the same seed gives every policy the same noise. */
  readonly seed: number;
  /** Told of every stretch of constant power, for traces and for checking that energy is conserved. */
  readonly onStretch?: (durationUs: number, powerMw: number) => void;
}

/** A simulated board running a cohort in virtual time. */
export class SimulatedMachine implements Machine {
  #nowUs = 0;
  #energyNj = 0;
  #configuration: number;
  readonly #options: SimulatedMachineOptions;
  readonly #noise: KeyedNoise;
  readonly #thermal: ThermalModel;
  readonly #truth: LayerTruth = {latencyUs: 0, powerMw: 0};
  readonly #layers = new Map<number, WorldLayer>();

  constructor(options: SimulatedMachineOptions) {
    this.#options = options;
    this.#noise = new KeyedNoise(options.seed);
    this.#thermal = new ThermalModel(options.world.coefficients.thermal);
    this.#configuration = options.world.board.space.reference;
  }

  nowUs(): number {
    return this.#nowUs;
  }

  configuration(): number {
    return this.#configuration;
  }

  energyUj(): number {
    return this.#energyNj / 1000;
  }

  start(): void {
    this.#nowUs = 0;
    this.#energyNj = 0;
  }

  setConfiguration(configuration: number): void {
    const {world, transitionTimesUs} = this.#options;
    const {space} = world.board;
    const timeUs = transitionTimeUs(space.at(this.#configuration), space.at(configuration), transitionTimesUs);
    const powerMw = Math.max(this.#idleMw(this.#configuration), this.#idleMw(configuration));
    this.#pass(timeUs, powerMw);
    this.#configuration = configuration;
  }

  runLayer(execution: LayerExecution): number {
    const {world} = this.#options;
    world.layerTruth(this.#configuration, this.#layer(execution), this.#truth);
    const latencyUs = this.#truth.latencyUs * this.#noiseOf(execution);
    const leakageMw = world.extraLeakageMw(this.#configuration, this.#thermal.temperatureMc);
    this.#pass(latencyUs, this.#truth.powerMw + leakageMw);
    return latencyUs;
  }

  idleUntil(timeUs: number): void {
    if (timeUs > this.#nowUs) this.#pass(timeUs - this.#nowUs, this.#idleMw(this.#configuration));
  }

  #pass(durationUs: number, powerMw: number): void {
    this.#nowUs += durationUs;
    this.#energyNj += durationUs * powerMw;
    this.#thermal.advance(powerMw, durationUs);
    this.#options.onStretch?.(durationUs, powerMw);
  }

  #idleMw(configuration: number): number {
    return this.#options.world.idlePowerMw(configuration, this.#thermal.temperatureMc);
  }

  /** Jitter and interference of one execution; the same for every policy that runs this layer of this job. */
  #noiseOf({instance, job, layer}: LayerExecution): number {
    const key = layer * DRAW.count;
    const jitter = Math.exp(LATENCY_JITTER * this.#noise.normal(instance, job, key + DRAW.jitter));
    if (this.#noise.uniform(instance, job, key * 2 + DRAW.spike) >= SPIKE_PROBABILITY) return jitter;
    return (
      jitter * (SPIKE_LOW + (SPIKE_HIGH - SPIKE_LOW) * this.#noise.uniform(instance, job, key * 2 + DRAW.spikeSize))
    );
  }

  #layer({network, layer, variant}: LayerExecution): WorldLayer {
    const key = (network * 4096 + layer) * 64 + variant;
    const known = this.#layers.get(key);
    if (known !== undefined) return known;
    const found = this.#options.networks[network];
    if (found === undefined) throw new RangeError(`no network ${network}`);
    const made = this.#options.world.layer(found, layer, variant);
    this.#layers.set(key, made);
    return made;
  }
}

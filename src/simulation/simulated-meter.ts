import {ASSUMED_TRANSITION_TIMES_US} from '../core/board/transition.js';
import {KNOB_KINDS} from '../core/board/configuration.js';
import type {BoardMeter} from '../core/measuring.js';
import type {Network} from '../core/network/network.js';
import type {ConfigurationMeasurement, Measurement, RowKey, TransitionMeasurement} from '../core/profile.js';
import {KeyedNoise} from '../core/random/keyed-noise.js';
import {LATENCY_JITTER} from './noise-model.js';
import {ThermalModel} from './thermal.js';
import type {LayerTruth, WorldLayer} from './world/layer-truth.js';
import type {World} from './world/world.js';

/** Distinct readings that a window must hold. */
const READINGS_PER_WINDOW = 3;
/** Standard normal quantiles of the percentiles that a row holds. */
const Z95 = 1.645;
const Z99 = 2.326;
/** Standard error of a sample quantile, in units of σ/√n: √(p(1−p)) / φ(z). */
const MEDIAN_ERROR = 1.253;
const P95_ERROR = 2.113;
const P99_ERROR = 3.733;

/** Draws of one row, in the order in which they are keyed; power readings follow. */
const DRAW = {median: 0, p95: 1, p99: 2, readings: 3} as const;
/** Row number that keys the idle window. */
const IDLE_ROW = -1;

/**
 * Profiles a simulated board in virtual time.
 *
 * A window repeats a layer until the sensor has given enough distinct readings. Its latency percentiles are drawn from
 * their sampling distribution under log-normal jitter, in place of the thousands of executions behind them (spikes are
 * rarer than the 99th percentile); its power readings are drawn one by one and quantised as the sensor does.
 */
export class SimulatedMeter implements BoardMeter {
  readonly origin = 'simulated';
  readonly sensor: string;
  readonly rails: readonly string[];
  readonly worldSeed: number;
  readonly #noise: KeyedNoise;
  readonly #thermal: ThermalModel;
  readonly #truth: LayerTruth = {latencyUs: 0, powerMw: 0};
  #rows: readonly RowKey[] = [];
  #layers: readonly WorldLayer[] = [];

  constructor(
    readonly world: World,
    readonly networks: readonly Network[],
    seed: number,
  ) {
    const {sensor, thermal} = world.coefficients;
    this.sensor = sensor.name;
    this.rails = sensor.rails;
    this.worldSeed = world.worldSeed;
    this.#noise = new KeyedNoise(seed);
    this.#thermal = new ThermalModel(thermal);
  }

  measure(configuration: number, rows: readonly RowKey[]): ConfigurationMeasurement {
    this.#prepare(rows);
    const idlePowerMw = this.#idle(configuration);
    return {
      configuration,
      idlePowerMw,
      gpuRailGated: false,
      rows: this.#layers.map((layer, row) => this.#window(configuration, row, layer)),
    };
  }

  transitions(): readonly TransitionMeasurement[] {
    return KNOB_KINDS.map((knob) => ({
      knob,
      from: 0,
      to: 0,
      timeUs: ASSUMED_TRANSITION_TIMES_US[knob],
      energyUj: null,
      source: 'assumed',
    }));
  }

  saveState(): string {
    return JSON.stringify({temperatureMc: this.#thermal.temperatureMc});
  }

  restoreState(state: string): void {
    this.#thermal.temperatureMc = (JSON.parse(state) as {temperatureMc: number}).temperatureMc;
  }

  #prepare(rows: readonly RowKey[]): void {
    if (rows === this.#rows) return;
    this.#rows = rows;
    this.#layers = rows.map(({network, layer, variant}) => {
      const found = this.networks[network];
      if (found === undefined) throw new RangeError(`no network ${network} in this sweep`);
      return this.world.layer(found, layer, variant);
    });
  }

  #idle(configuration: number): number {
    const powerMw = this.world.idlePowerMw(configuration, this.#thermal.temperatureMc);
    this.#thermal.advance(powerMw, READINGS_PER_WINDOW * this.world.coefficients.sensor.refreshUs);
    return this.#sensedMw(powerMw, configuration, IDLE_ROW);
  }

  #window(configuration: number, row: number, layer: WorldLayer): Measurement {
    const truth = this.#truth;
    this.world.layerTruth(configuration, layer, truth);
    const {latencyUs} = truth;
    const windowUs = READINGS_PER_WINDOW * this.world.coefficients.sensor.refreshUs;
    const samples = Math.max(READINGS_PER_WINDOW, Math.ceil(windowUs / latencyUs));
    const temperatureMc = this.#thermal.temperatureMc;
    const trueMw = truth.powerMw + this.world.extraLeakageMw(configuration, temperatureMc);
    this.#thermal.advance(trueMw, samples * latencyUs);
    const spread = LATENCY_JITTER / Math.sqrt(samples);
    const percentile = (draw: number, z: number, error: number) =>
      latencyUs * Math.exp(LATENCY_JITTER * z + spread * error * this.#noise.normal(configuration, row, draw));
    const latencyMedianUs = percentile(DRAW.median, 0, MEDIAN_ERROR);
    const latencyP95Us = Math.max(latencyMedianUs, percentile(DRAW.p95, Z95, P95_ERROR));
    const powerMw = this.#sensedMw(trueMw, configuration, row);
    return {
      latencyMedianUs,
      latencyP95Us,
      latencyP99Us: Math.max(latencyP95Us, percentile(DRAW.p99, Z99, P99_ERROR)),
      powerMw,
      energyUj: (powerMw * latencyMedianUs) / 1000,
      samples,
      powerReadings: READINGS_PER_WINDOW,
      powerCoverage: 1,
      throttled: false,
      temperatureMc: Math.round(temperatureMc),
      source: 'measured',
      latencyHalfWidthUs: null,
      powerHalfWidthMw: null,
    };
  }

  /** Mean of the window's readings, each with its noise and the sensor's step. */
  #sensedMw(powerMw: number, configuration: number, row: number): number {
    const {stepMw, relativeNoise} = this.world.coefficients.sensor;
    let total = 0;
    for (let reading = 0; reading < READINGS_PER_WINDOW; reading += 1) {
      const noisy = powerMw * (1 + relativeNoise * this.#noise.normal(configuration, row, DRAW.readings + reading));
      total += Math.round(noisy / stepMw) * stepMw;
    }
    return total / READINGS_PER_WINDOW;
  }
}

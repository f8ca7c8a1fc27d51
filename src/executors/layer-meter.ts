import {quantileSorted} from 'simple-statistics';
import type {Actuator, ThermalMonitor} from '../core/board/actuator.js';
import type {PowerSensor} from '../core/board/power-sensor.js';
import type {ConfigurationSpace} from '../core/board/space.js';
import type {BoardMeter} from '../core/measuring.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain, PartitionedNetwork, Scratch} from '../core/network/chain.js';
import {seededInputs} from '../core/network/network-input.js';
import type {ConfigurationMeasurement, Measurement, RowKey, TransitionMeasurement} from '../core/profile.js';
import {HeatGuard} from './heat-guard.js';
import {measureWindow, type MeasuredWindow} from './measured-window.js';

/** A throttled window is measured again so often before it is kept as what it is. */
const TRIES = 3;
/** Sleep between two looks at an idle board. */
const IDLE_STEP_MS = 5;
const INPUT_SEED = 1;

export interface LayerMeterOptions {
  readonly networks: readonly PartitionedNetwork[];
  readonly space: ConfigurationSpace;
  readonly actuator: Actuator;
  /** Absent on machines that measure no power. */
  readonly sensor: PowerSensor | undefined;
  readonly thermal: ThermalMonitor;
  /** Null where the board has no rail gate. */
  readonly gpuRailGated: boolean | null;
  /** Threads of one operator where the configuration has as many cores. */
  readonly threads: number;
  /** Sessions of a network with so many threads: the runtime fixes the count when it makes them. */
  readonly load: (network: PartitionedNetwork, threads: number) => Promise<LayerChain>;
  readonly transitions: () => readonly TransitionMeasurement[];
  readonly nowUs: () => number;
  readonly rest: (ms: number) => Promise<unknown>;
}

/** A network's sessions at one thread count, and what every layer is fed with. */
interface LoadedNetwork {
  readonly chain: LayerChain;
  readonly inputs: readonly Activation[];
}

/** Measures layers by running them on this machine, at clocks that are really set. */
export class LayerMeter implements BoardMeter {
  readonly origin = 'measured';
  readonly sensor: string;
  readonly rails: readonly string[];
  readonly #options: LayerMeterOptions;
  readonly #guard: HeatGuard;
  readonly #loaded = new Map<number, readonly LoadedNetwork[]>();

  constructor(options: LayerMeterOptions) {
    this.#options = options;
    this.#guard = new HeatGuard(options.thermal, options.rest);
    this.sensor = options.sensor?.description ?? 'none';
    this.rails = options.sensor?.rails ?? [];
  }

  async measure(
    configuration: number,
    rows: readonly RowKey[],
    checkpoint: () => void = () => undefined,
  ): Promise<ConfigurationMeasurement> {
    const {space, actuator, gpuRailGated} = this.#options;
    const asked = space.at(configuration);
    await this.#guard.waitUntilCool(checkpoint);
    const {throttled} = actuator.apply(asked);
    const cores = asked.clusters.reduce((sum, {onlineCpus}) => sum + onlineCpus.length, 0);
    const networks = await this.#networksAt(cores);
    const idlePowerMw = await this.#idlePower(checkpoint);
    const measured: Measurement[] = [];
    for (const row of rows) measured.push(await this.#measureRow(networks, row, throttled, checkpoint));
    return {configuration, idlePowerMw, gpuRailGated, rows: measured};
  }

  transitions(): readonly TransitionMeasurement[] {
    return this.#options.transitions();
  }

  /** The board remembers its own temperature. */
  saveState(): string {
    return '{}';
  }

  restoreState(): void {
    // Nothing of this process outlives it but what the board itself keeps.
  }

  /** Gives sessions back. */
  async release(): Promise<void> {
    for (const {chain} of [...this.#loaded.values()].flat()) await chain.release();
    this.#loaded.clear();
  }

  async #networksAt(cores: number): Promise<readonly LoadedNetwork[]> {
    const threads = Math.max(1, Math.min(this.#options.threads, cores || this.#options.threads));
    const known = this.#loaded.get(threads);
    if (known !== undefined) return known;
    const loaded: LoadedNetwork[] = [];
    for (const network of this.#options.networks) loaded.push(await this.#load(network, threads));
    this.#loaded.set(threads, loaded);
    return loaded;
  }

  /** Every layer is fed with what the layers before it make of one input. */
  async #load(network: PartitionedNetwork, threads: number): Promise<LoadedNetwork> {
    const chain = await this.#options.load(network, threads);
    const inputs: Activation[] = [];
    let activation = seededInputs(network.inputs, INPUT_SEED);
    for (const {ordinal} of network.network.layers) {
      inputs.push(activation);
      activation = await chain.runLayer(ordinal, 0, activation);
    }
    return {chain, inputs};
  }

  async #idlePower(checkpoint: () => void): Promise<number | null> {
    const {sensor, nowUs, rest} = this.#options;
    if (sensor === undefined) return null;
    const {power} = await measureWindow(() => rest(IDLE_STEP_MS), {sensor, nowUs, checkpoint});
    return power?.meanMw ?? null;
  }

  async #measureRow(
    networks: readonly LoadedNetwork[],
    {network, layer, variant}: RowKey,
    held: boolean,
    checkpoint: () => void,
  ): Promise<Measurement> {
    const {thermal} = this.#options;
    const instruments = {...this.#options, checkpoint};
    const loaded = networks[network];
    const input = loaded?.inputs[layer];
    if (loaded === undefined || input === undefined) throw new RangeError(`no layer ${layer} of network ${network}`);
    const scratch: Scratch = [];
    const runOnce = () => loaded.chain.runLayer(layer, variant, input, scratch);
    for (let attempt = 1; ; attempt += 1) {
      // The first run after a change of clocks or layers pays for cold caches.
      await runOnce();
      const {result, throttled} = await this.#guard.watch(() => measureWindow(runOnce, instruments));
      const marked = throttled || held;
      if (!throttled || attempt === TRIES) return toMeasurement(result, marked, thermal.temperatureMc() ?? null);
      await this.#guard.waitUntilCool(checkpoint);
    }
  }
}

function toMeasurement(
  {latenciesUs, power}: MeasuredWindow,
  throttled: boolean,
  temperatureMc: number | null,
): Measurement {
  const sorted = latenciesUs.toSorted((a, b) => a - b);
  const latencyMedianUs = quantileSorted(sorted, 0.5);
  const powerMw = power?.meanMw ?? null;
  return {
    latencyMedianUs,
    latencyP95Us: quantileSorted(sorted, 0.95),
    latencyP99Us: quantileSorted(sorted, 0.99),
    powerMw,
    energyUj: powerMw === null ? null : (powerMw * latencyMedianUs) / 1000,
    samples: sorted.length,
    powerReadings: power?.distinctReadings ?? 0,
    powerCoverage: power?.coverage ?? null,
    throttled,
    temperatureMc,
    source: 'measured',
    latencyHalfWidthUs: null,
    powerHalfWidthMw: null,
  };
}

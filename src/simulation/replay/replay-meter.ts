import {KNOB_KINDS} from '../../core/board/configuration.js';
import {ASSUMED_TRANSITION_TIMES_US} from '../../core/board/transition.js';
import type {BoardMeter} from '../../core/measuring.js';
import type {Network} from '../../core/network/network.js';
import type {ConfigurationMeasurement, Measurement, RowKey, TransitionMeasurement} from '../../core/profile.js';
import {LATENCY_JITTER} from '../noise-model.js';
import type {ReplayedTruth} from './replayed-truth.js';

/** Standard normal quantiles of the percentiles that a row holds. */
const Z95 = 1.645;
const Z99 = 2.326;

/**
 * Profiles a measured file: every row is the file's. Percentiles, which it does not hold, are those of the jitter that
 * simulated boards have.
 */
export class ReplayMeter implements BoardMeter {
  readonly origin = 'replayed';
  readonly sensor: string;
  readonly rails = [];

  constructor(
    readonly truth: ReplayedTruth,
    readonly networks: readonly Network[],
  ) {
    this.sensor = `as measured in ${truth.place}`;
  }

  measure(configuration: number, rows: readonly RowKey[]): ConfigurationMeasurement {
    return {
      configuration,
      idlePowerMw: this.truth.idlePowerMw(configuration),
      gpuRailGated: null,
      rows: rows.map((row) => this.#row(configuration, row)),
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
    return '{}';
  }

  restoreState(): void {
    // A file does not change while it is read.
  }

  #row(configuration: number, {network, layer, variant}: RowKey): Measurement {
    const found = this.networks[network];
    if (found === undefined) throw new RangeError(`no network ${network} in this sweep`);
    const truth = {latencyUs: 0, powerMw: 0};
    this.truth.layerTruth(configuration, this.truth.layer(found, layer, variant), truth);
    const {latencyUs, powerMw} = truth;
    return {
      latencyMedianUs: latencyUs,
      latencyP95Us: latencyUs * Math.exp(LATENCY_JITTER * Z95),
      latencyP99Us: latencyUs * Math.exp(LATENCY_JITTER * Z99),
      powerMw,
      energyUj: (powerMw * latencyUs) / 1000,
      samples: 1,
      powerReadings: 1,
      powerCoverage: null,
      throttled: false,
      temperatureMc: null,
      source: 'measured',
      latencyHalfWidthUs: null,
      powerHalfWidthMw: null,
    };
  }
}

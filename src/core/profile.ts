/** What a sweep yields, and the port of the place where it is kept. */

import type {KnobKind} from './board/configuration.js';
import type {Network} from './network/network.js';

/** Where numbers come from. Whatever is simulated says so wherever it is shown. */
export type Origin = 'simulated' | 'measured' | 'replayed';

/** What was asked, and of which board. Two sweeps with equal identity are the same sweep and can be continued. */
export interface SweepIdentity {
  readonly origin: Origin;
  /** What `--board` was given: `sim:tx2`, `tx2`, `linux`. */
  readonly board: string;
  /** Configurations in the space; the last one is the reference. */
  readonly configurationCount: number;
  /** Seed of order and of simulated noise. */
  readonly seed: number;
  /** Seed of the simulated world's hidden coefficients; absent on real boards. */
  readonly worldSeed?: number;
  readonly strategy: 'full' | 'adaptive' | 'pareto';
  /** How finely the networks were asked to be cut, in words; absent for the default. */
  readonly granularity?: string;
}

/** What is known of the machine and the moment; not part of the identity. */
export interface SweepCircumstances {
  readonly neuosVersion: string;
  /** Milliseconds since 1970; absent where the result must not depend on wall-clock time. */
  readonly startedAtMs: number;
  readonly boardModel?: string;
  readonly l4t?: string;
  readonly kernel?: string;
  readonly powerMode?: string;
  readonly fan?: string;
  readonly ambientMc?: number;
  readonly sensor: string;
  /** Rails that make up the total, in the board's order. */
  readonly rails: readonly string[];
}

/** One row of a profile: one variant of one layer at one configuration. */
export interface Measurement {
  readonly latencyMedianUs: number;
  readonly latencyP95Us: number;
  readonly latencyP99Us: number;
  /** Mean total power while the layer ran; null where the board has no sensor. */
  readonly powerMw: number | null;
  /** Energy of one execution: mean power × median latency. */
  readonly energyUj: number | null;
  /** Executions timed. */
  readonly samples: number;
  /** Distinct readings of the power sensor inside the window. */
  readonly powerReadings: number;
  /** Share of the window that lies between samples of the power sensor, 0..1; null where there is no sensor. */
  readonly powerCoverage: number | null;
  readonly throttled: boolean;
  readonly temperatureMc: number | null;
  readonly source: 'measured' | 'predicted';
  /** Half-width of the 95 % interval of a predicted latency; null when measured. */
  readonly latencyHalfWidthUs: number | null;
  readonly powerHalfWidthMw: number | null;
}

/** Everything measured at one configuration: one measurement per (layer, variant), and the board at rest. */
export interface ConfigurationMeasurement {
  readonly configuration: number;
  /** Power with nothing running. */
  readonly idlePowerMw: number | null;
  /** Whether the GPU was powered off by its rail gate while idle; null where unknown. */
  readonly gpuRailGated: boolean | null;
  /** In the order of the rows that were asked for. */
  readonly rows: readonly Measurement[];
}

/** Names one row: network and layer by position in the sweep, variant by ordinal. */
export interface RowKey {
  readonly network: number;
  readonly layer: number;
  readonly variant: number;
}

/** Rows measured at every configuration: each layer's original. Variants are measured on an anchor grid. */
export function originalRows(networks: readonly Network[]): readonly RowKey[] {
  return networks.flatMap(({layers}, network) => layers.map(({ordinal}) => ({network, layer: ordinal, variant: 0})));
}

/** Every variant of every layer: the rows of an anchor configuration. */
export function variantRows(networks: readonly Network[]): readonly RowKey[] {
  return networks.flatMap(({layers}, network) =>
    layers.flatMap(({ordinal: layer, variants}) => variants.map(({ordinal}) => ({network, layer, variant: ordinal}))),
  );
}

/** A knob's change, as measured or as assumed. */
export interface TransitionMeasurement {
  readonly knob: KnobKind;
  /** Clock in Hz, or number of cores, before and after; 0 for both when the cost is taken as equal for all levels. */
  readonly from: number;
  readonly to: number;
  readonly timeUs: number;
  readonly energyUj: number | null;
  readonly source: 'measured' | 'assumed';
}

/** What went wrong with which configuration; kept with the rows, not only printed. */
export interface Problem {
  readonly configuration: number | null;
  readonly message: string;
}

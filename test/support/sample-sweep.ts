import type {Layer, Network, Variant} from '../../src/core/network/network.js';
import type {ConfigurationMeasurement, Measurement, RowKey} from '../../src/core/profile.js';
import type {SweepHeader} from '../../src/core/profile-store.js';

/** A network with `layerCount` layers, each an original and `lowRank` low-rank variants. */
export function sampleNetwork(name: string, layerCount: number, lowRank = 0): Network {
  return {
    name,
    contentHash: name.padEnd(64, '0'),
    batch: 32,
    engine: 'gpu',
    layers: Array.from({length: layerCount}, (_, ordinal) => sampleLayer(ordinal, lowRank)),
  };
}

/** A sweep over `networks` on a simulated board. */
export function sampleHeader(configurationCount: number, networks: readonly Network[]): SweepHeader {
  return {
    identity: {origin: 'simulated', board: 'sim:tx2', configurationCount, seed: 1, worldSeed: 7, strategy: 'full'},
    circumstances: {neuosVersion: '0.1.0', startedAtMs: 0, sensor: 'simulated INA3221', rails: ['VDD_IN']},
    networks,
  };
}

/** What a meter would return for `rows`; values follow from configuration and row, so that mix-ups show. */
export function sampleMeasurement(configuration: number, rows: readonly RowKey[]): ConfigurationMeasurement {
  return {
    configuration,
    idlePowerMw: 1000 + configuration,
    gpuRailGated: configuration % 2 === 0,
    rows: rows.map((row) => sampleRow(configuration, row)),
  };
}

function sampleLayer(ordinal: number, lowRank: number): Layer {
  const others = Array.from({length: lowRank}, (_, index) => sampleVariant(index + 1));
  return {ordinal, name: `layer-${ordinal}`, operators: ['Conv', 'Relu'], variants: [sampleVariant(0), ...others]};
}

function sampleVariant(ordinal: number): Variant {
  const cost = {flops: Math.round(1e9 / (ordinal + 1)), bytes: 1e6, operatorCount: 2 + ordinal};
  if (ordinal === 0) return {ordinal, scheme: 'original', rankFraction: 1, ranks: [], cost};
  return {ordinal, scheme: 'low-rank', rankFraction: 1 / (ordinal + 1), ranks: [64 / ordinal], cost};
}

function sampleRow(configuration: number, {network, layer, variant}: RowKey): Measurement {
  const latencyMedianUs = 100 + configuration / 16 + layer * 3 + network * 1000 - variant * 7;
  const powerMw = 4000 + configuration / 8 + layer;
  return {
    latencyMedianUs,
    latencyP95Us: latencyMedianUs * 1.04,
    latencyP99Us: latencyMedianUs * 1.25,
    powerMw,
    energyUj: (powerMw * latencyMedianUs) / 1000,
    samples: 30,
    powerReadings: 8,
    powerCoverage: 0.96,
    throttled: configuration % 10 === 3,
    temperatureMc: 45_000 + layer,
    source: 'measured',
    latencyHalfWidthUs: null,
    powerHalfWidthMw: null,
  };
}

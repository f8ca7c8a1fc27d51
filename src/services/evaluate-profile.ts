import type {BoardMeter} from '../core/measuring.js';
import type {Network} from '../core/network/network.js';
import {originalRows, type Measurement} from '../core/profile.js';
import {shuffledIndices} from '../core/random/shuffle.js';
import type {LayerColumns, ProfileColumns} from '../core/tables/profile-columns.js';
import type {TransitionTimes} from '../core/board/transition.js';

/** Profiles every original layer at every configuration and keeps the columns; nothing is written. */
export async function profileColumns(
  meter: BoardMeter,
  networks: readonly Network[],
  configurationCount: number,
  transitionTimesUs: TransitionTimes,
  seed: number,
): Promise<ProfileColumns> {
  const rows = originalRows(networks);
  const layers = rows.map(() => emptyColumns(configurationCount));
  const idlePowerMw = new Float32Array(configurationCount);
  for (const configuration of shuffledIndices(configurationCount, seed)) {
    const measured = await meter.measure(configuration, rows);
    idlePowerMw[configuration] = measured.idlePowerMw ?? NaN;
    for (const [row, measurement] of measured.rows.entries()) fill(layers[row], configuration, measurement);
  }
  let first = 0;
  return {
    networks: networks.map((network) => {
      const own = layers.slice(first, first + network.layers.length);
      first += network.layers.length;
      return {network, layers: own, approximations: []};
    }),
    idlePowerMw,
    transitionTimesUs,
  };
}

function emptyColumns(size: number): LayerColumns {
  const latencyUs = new Float32Array(size);
  return {
    latencyUs,
    latencyP99Us: new Float32Array(size),
    powerMw: new Float32Array(size),
    variantLatencyUs: [latencyUs],
    variantLosses: [0],
  };
}

function fill(columns: LayerColumns | undefined, configuration: number, measurement: Measurement): void {
  if (columns === undefined) return;
  columns.latencyUs[configuration] = measurement.latencyMedianUs;
  columns.latencyP99Us[configuration] = measurement.latencyP99Us;
  columns.powerMw[configuration] = measurement.powerMw ?? NaN;
}

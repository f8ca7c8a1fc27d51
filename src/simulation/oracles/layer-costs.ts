import type {Network} from '../../core/network/network.js';
import {steadyTemperatureMc} from '../thermal.js';
import type {BoardTruth} from '../board-truth.js';

/** Noise-free time and power above the least idle power of every layer at every configuration. */
export interface OracleCosts {
  /** Least idle power of any configuration, mW. */
  readonly idleMw: number;
  /** By network, then layer; each array by configuration. */
  readonly networks: readonly (readonly LayerCosts[])[];
}

export interface LayerCosts {
  readonly latencyUs: Float64Array;
  /** Above {@link OracleCosts.idleMw}. */
  readonly powerMw: Float64Array;
}

/**
 * Costs at a temperature that no policy can stay below: that of the board with nothing to do, ever. Leakage only grows
 * from there, so that what is least here is least.
 */
export function oracleCosts(world: BoardTruth, networks: readonly Network[]): OracleCosts {
  const {thermal} = world;
  const coldMw = leastIdleMw(world, thermal.ambientMc);
  const temperatureMc = steadyTemperatureMc(thermal, coldMw);
  const idleMw = leastIdleMw(world, temperatureMc);
  const ofNetwork = (network: Network) =>
    network.layers.map(({ordinal}) => layerCosts(world, network, ordinal, temperatureMc, idleMw));
  return {idleMw, networks: networks.map(ofNetwork)};
}

function layerCosts(
  world: BoardTruth,
  network: Network,
  layer: number,
  temperatureMc: number,
  idleMw: number,
): LayerCosts {
  const {size} = world.board.space;
  const latencyUs = new Float64Array(size);
  const powerMw = new Float64Array(size);
  const prepared = world.layer(network, layer, 0);
  const truth = {latencyUs: 0, powerMw: 0};
  for (let configuration = 0; configuration < size; configuration += 1) {
    world.layerTruth(configuration, prepared, truth);
    latencyUs[configuration] = truth.latencyUs;
    powerMw[configuration] = truth.powerMw + world.extraLeakageMw(configuration, temperatureMc) - idleMw;
  }
  return {latencyUs, powerMw};
}

function leastIdleMw(world: BoardTruth, temperatureMc: number): number {
  let least = Infinity;
  for (let configuration = 0; configuration < world.board.space.size; configuration += 1) {
    least = Math.min(least, world.idlePowerMw(configuration, temperatureMc));
  }
  return least;
}

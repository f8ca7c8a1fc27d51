import type {Network} from '../../core/network/network.js';
import {steadyTemperatureMc} from '../thermal.js';
import type {BoardTruth} from '../board-truth.js';

/** Noise-free time and power above the least idle power of every layer at every configuration, at one temperature. */
export interface OracleCosts {
  readonly temperatureMc: number;
  /** Power that the board draws at least, whatever it does, mW. */
  readonly idleMw: number;
  /** What each configuration draws idle above {@link idleMw}, mW; on a warmer board it may be more. */
  readonly idleAboveMw: Float64Array;
  /** What {@link idleMw} gains a degree, mW. */
  readonly idleMwPerC: number;
  /** What each configuration's power above {@link idleMw} gains a degree, mW: nowhere less than nothing. */
  readonly mwPerC: Float64Array;
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
 * from there, linearly.
 */
export function oracleCosts(world: BoardTruth, networks: readonly Network[]): OracleCosts {
  const {thermal} = world;
  const coldMw = leastIdleMw(world, thermal.ambientMc);
  const temperatureMc = steadyTemperatureMc(thermal, coldMw);
  const idleMw = leastIdleMw(world, temperatureMc);
  const ofNetwork = (network: Network) =>
    network.layers.map(({ordinal}) => layerCosts(world, network, ordinal, temperatureMc, idleMw));
  const leakageMwPerC = Float64Array.from(
    {length: world.board.space.size},
    (_, c) => world.extraLeakageMw(c, temperatureMc + 1000) - world.extraLeakageMw(c, temperatureMc),
  );
  const idleMwPerC = leakageMwPerC.reduce((least, mw) => Math.min(least, mw), Infinity);
  const mwPerC = leakageMwPerC.map((mw) => mw - idleMwPerC);
  const idleAboveMw = Float64Array.from(mwPerC, (_, c) => world.idlePowerMw(c, temperatureMc) - idleMw);
  return {temperatureMc, idleMw, idleAboveMw, idleMwPerC, mwPerC, networks: networks.map(ofNetwork)};
}

/** The same costs on a warmer board. */
export function warmerCosts(costs: OracleCosts, degrees: number): OracleCosts {
  const {temperatureMc, idleMw, idleAboveMw, idleMwPerC, mwPerC, networks} = costs;
  const warmer = ({latencyUs, powerMw}: LayerCosts): LayerCosts => ({
    latencyUs,
    powerMw: powerMw.map((mw, c) => mw + degrees * (mwPerC[c] ?? 0)),
  });
  return {
    temperatureMc: temperatureMc + 1000 * degrees,
    idleMw: idleMw + degrees * idleMwPerC,
    idleAboveMw,
    idleMwPerC,
    mwPerC,
    networks: networks.map((layers) => layers.map(warmer)),
  };
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

import {ConfigurationSpace} from '../../src/core/board/space.js';
import type {Network} from '../../src/core/network/network.js';
import type {LayerColumns, NetworkColumns, ProfileColumns} from '../../src/core/tables/profile-columns.js';
import {sampleNetwork} from './sample-sweep.js';

const MHZ = 1e6;
const GPU_MHZ = [300, 600, 900, 1200];
const EMC_MHZ = [800, 1600];

/** One or two cores, four GPU clocks, two memory clocks: 16 configurations in two slow states. */
export const SMALL_SPACE = new ConfigurationSpace([
  {name: 'EMC clock', levels: EMC_MHZ.map((mhz) => [{knob: 'emc-clock', hz: mhz * MHZ}])},
  {name: 'GPU clock', levels: GPU_MHZ.map((mhz) => [{knob: 'gpu-clock', hz: mhz * MHZ}])},
  {
    name: 'cores online',
    levels: [[0], [0, 1]].map((cpus) => [
      {knob: 'cpu-clock', cluster: 0, hz: 1000 * MHZ},
      {knob: 'cores-online', cluster: 0, cpus},
    ]),
  },
]);

/** Work of a layer: µs of arithmetic at 1 GHz, and of memory traffic. */
export interface LayerWork {
  readonly computeUs: number;
  readonly memoryUs: number;
}

/** A profile of {@link SMALL_SPACE}: time falls with clocks and cores, power rises with them faster than speed does. */
export function smallProfile(...networks: readonly (readonly LayerWork[])[]): ProfileColumns {
  return {
    networks: networks.map((layers, n) => networkColumns(sampleNetwork(`net${n}`, layers.length), layers)),
    idlePowerMw: overSpace(idleMw),
    transitionTimesUs: {'cpu-clock': 300, 'cores-online': 50_000, 'gpu-clock': 300, 'emc-clock': 1000},
  };
}

function networkColumns(network: Network, layers: readonly LayerWork[]): NetworkColumns {
  return {network, layers: layers.map(layerColumns), approximations: []};
}

function layerColumns(work: LayerWork): LayerColumns {
  const latencyUs = overSpace((c) => timeUs(c, work));
  return {
    latencyUs,
    latencyP99Us: latencyUs.map((us) => us * 1.1),
    powerMw: overSpace((c) => idleMw(c) + 4000 * gpuGhz(c) ** 2),
    variantLatencyUs: [latencyUs],
    variantLosses: [0],
  };
}

function timeUs(configuration: number, {computeUs, memoryUs}: LayerWork): number {
  const {clusters, emcHz} = SMALL_SPACE.at(configuration);
  const launches = clusters[0]?.onlineCpus.length === 2 ? 1 : 1.2;
  return launches * (computeUs / gpuGhz(configuration) + memoryUs / (emcHz / 1e9));
}

function idleMw(configuration: number): number {
  const {clusters, emcHz} = SMALL_SPACE.at(configuration);
  return 1000 + 100 * gpuGhz(configuration) + emcHz / 1e7 + 150 * (clusters[0]?.onlineCpus.length ?? 0);
}

function gpuGhz(configuration: number): number {
  return SMALL_SPACE.at(configuration).gpuHz / 1e9;
}

function overSpace(value: (configuration: number) => number): Float32Array {
  return Float32Array.from({length: SMALL_SPACE.size}, (_, configuration) => value(configuration));
}

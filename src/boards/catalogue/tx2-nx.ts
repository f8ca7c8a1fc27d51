import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, MHZ} from '../dimensions.js';
import {DENVER_STATES, PARKER_CLUSTERS, PARKER_CPU_HZ, parkerModes} from './tx2.js';

/** From the GPU table of L4T r32, the only line that runs here. */
const GPU_HZ = [114.75, 420.75, 624.75, 854.25, 1032.75, 1236.75, 1300.5].map((mhz) => mhz * MHZ);
const EMC_HZ = [204, 800, 1331.2, 1600].map((mhz) => mhz * MHZ);

/** Jetson TX2 NX: the chip of the TX2 on a smaller module, with one power sensor and slower memory. */
export const TX2_NX: BoardDescription = {
  name: 'tx2-nx',
  title: 'Jetson TX2 NX',
  clusters: PARKER_CLUSTERS,
  space: new ConfigurationSpace([
    clockDimension('EMC clock', EMC_HZ, (hz) => ({knob: 'emc-clock', hz})),
    clockDimension('A57 clock', PARKER_CPU_HZ, (hz) => ({knob: 'cpu-clock', cluster: 0, hz})),
    clockDimension('GPU clock', GPU_HZ, (hz) => ({knob: 'gpu-clock', hz})),
    {name: 'Denver state', levels: DENVER_STATES},
    {
      name: 'A57 cores online',
      levels: [[0], [0, 5], [0, 4, 5], [0, 3, 4, 5]].map((cpus) => [{knob: 'cores-online', cluster: 0, cpus}]),
    },
  ]),
  listing: {emcUnitHz: 1},
  hardware: {
    soc: 'tegra186',
    parts: ['p3636'],
    models: ['NVIDIA Jetson TX2 NX Developer Kit'],
    policies: [[0], [1]],
    gpuNodes: ['gp10b'],
    rails: {total: ['VDD_IN'], contained: ['VDD_CPU_GPU', 'VDD_SOC']},
    modes: parkerModes(1600),
    efficientMode: 1,
  },
};

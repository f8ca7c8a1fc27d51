import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, coreCountDimension, KHZ, MHZ, steppedClocks} from '../dimensions.js';
import {firstCores, mode} from '../modes.js';

const CPUS = firstCores(6);
const CPU_HZ = [...steppedClocks(115_200 * KHZ, 76_800 * KHZ, 24), 1_907_200 * KHZ];
const GPU_HZ = [
  114.75, 204, 306, 408, 510, 599.25, 701.25, 752.25, 803.25, 854.25, 905.25, 956.25, 1007.25, 1058.25, 1109.25,
].map((mhz) => mhz * MHZ);
const EMC_HZ = [204, 1331.2, 1600, 1866].map((mhz) => mhz * MHZ);

/** Jetson Xavier NX: six Carmel cores in three pairs, 384 Volta cores. CPU and GPU share a rail. */
export const XAVIER_NX: BoardDescription = {
  name: 'xavier-nx',
  title: 'Jetson Xavier NX',
  clusters: [{name: 'Carmel', cpus: CPUS}],
  space: new ConfigurationSpace([
    clockDimension('EMC clock', EMC_HZ, (hz) => ({knob: 'emc-clock', hz})),
    clockDimension('CPU clock', CPU_HZ, (hz) => ({knob: 'cpu-clock', cluster: 0, hz})),
    coreCountDimension(CPUS),
    clockDimension('GPU clock', GPU_HZ, (hz) => ({knob: 'gpu-clock', hz})),
  ]),
  listing: {emcUnitHz: 1e6},
  hardware: {
    soc: 'tegra194',
    parts: ['p3668'],
    models: ['NVIDIA Jetson Xavier NX Developer Kit'],
    policies: [[0, 2, 4]],
    gpuNodes: ['gv11b'],
    rails: {total: ['VDD_IN'], contained: ['VDD_CPU_GPU_CV', 'VDD_SOC']},
    modes: [
      mode(0, '15W_2CORE', 2, [1907.2, 1109.25, 1600]),
      mode(1, '15W_4CORE', 4, [1420.8, 1109.25, 1600]),
      mode(2, '15W_6CORE', 6, [1420.8, 1109.25, 1600]),
      mode(3, '10W_2CORE', 2, [1497.6, 803.25, 1600]),
      mode(4, '10W_4CORE', 4, [1190.4, 803.25, 1600]),
      mode(5, '10W_DESKTOP', 4, [1907.2, 510, 1600]),
      mode(6, '20W_2CORE', 2, [1907.2, 1109.25, 1866]),
      mode(7, '20W_4CORE', 4, [1420.8, 1109.25, 1866]),
      mode(8, '20W_6CORE', 6, [1420.8, 1109.25, 1866]),
    ],
    efficientMode: 4,
  },
};

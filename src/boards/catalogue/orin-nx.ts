import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, coreCountDimension, KHZ, MHZ, steppedClocks} from '../dimensions.js';
import {firstCores, mode, NONE} from '../modes.js';

const CPUS = firstCores(8);
const CPU_HZ = [...steppedClocks(115_200 * KHZ, 76_800 * KHZ, 25), 1_984_000 * KHZ];
const GPU_HZ = steppedClocks(306 * MHZ, 102 * MHZ, 7);
const EMC_HZ = [204, 665.6, 2133, 3199].map((mhz) => mhz * MHZ);

/** Jetson Orin NX 16 GB: eight Cortex-A78AE, 1024 Ampere cores. CPU and GPU share a rail, so their clocks interact. */
export const ORIN_NX: BoardDescription = {
  name: 'orin-nx',
  title: 'Jetson Orin NX',
  clusters: [{name: 'A78AE', cpus: CPUS}],
  space: new ConfigurationSpace([
    clockDimension('EMC clock', EMC_HZ, (hz) => ({knob: 'emc-clock', hz})),
    clockDimension('CPU clock', CPU_HZ, (hz) => ({knob: 'cpu-clock', cluster: 0, hz})),
    coreCountDimension(CPUS),
    clockDimension('GPU clock', GPU_HZ, (hz) => ({knob: 'gpu-clock', hz})),
  ]),
  listing: {emcUnitHz: 1e6},
  hardware: {
    soc: 'tegra234',
    parts: ['p3767-0000', 'p3767-0001'],
    models: ['NVIDIA Orin NX Developer Kit', 'NVIDIA Jetson Orin NX Engineering Reference Developer Kit'],
    policies: [[0, 4]],
    gpuNodes: ['ga10b', 'gpu'],
    rails: {total: ['VDD_IN'], contained: ['VDD_CPU_GPU_CV', 'VDD_SOC']},
    // Not monotone: 25W allows more cores at a lower GPU clock than 15W.
    modes: [
      mode(0, 'MAXN', 8, [NONE, NONE, NONE]),
      mode(1, '10W', 4, [1190.4, 612, 2133]),
      mode(2, '15W', 4, [1651.2, 612, NONE]),
      mode(3, '25W', 8, [1497.6, 408, NONE]),
    ],
    efficientMode: 2,
  },
};

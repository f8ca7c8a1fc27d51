import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, coreCountDimension, KHZ, MHZ, steppedClocks} from '../dimensions.js';
import {firstCores, mode, NONE} from '../modes.js';

const CPUS = firstCores(6);
const CPU_HZ = [...steppedClocks(115_200 * KHZ, 76_800 * KHZ, 19), 1_510_400 * KHZ];
const GPU_HZ = [...steppedClocks(306 * MHZ, 102 * MHZ, 4), 624.75 * MHZ];
const EMC_HZ = [204, 665.6, 2133].map((mhz) => mhz * MHZ);

/**
 * Jetson Orin Nano 8 GB: six Cortex-A78AE, 1024 Ampere cores. CPU and GPU share a rail, so their clocks interact.
 * "Super" firmware lists higher clocks; on the board the kernel's own lists count.
 */
export const ORIN_NANO: BoardDescription = {
  name: 'orin-nano',
  title: 'Jetson Orin Nano',
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
    parts: ['p3767-0003', 'p3767-0004', 'p3767-0005'],
    models: ['NVIDIA Jetson Orin Nano Developer Kit'],
    policies: [[0, 4]],
    gpuNodes: ['ga10b', 'gpu'],
    rails: {total: ['VDD_IN'], contained: ['VDD_CPU_GPU_CV', 'VDD_SOC']},
    modes: [mode(0, '15W', 6, [NONE, NONE, NONE]), mode(1, '7W', 4, [960, 408, 2133])],
    efficientMode: 1,
  },
};

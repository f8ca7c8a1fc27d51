import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, coreCountDimension, KHZ, MHZ, steppedClocks} from '../dimensions.js';
import {firstCores, mode, NONE} from '../modes.js';

const CPUS = firstCores(12);
const CPU_HZ = [...steppedClocks(115_200 * KHZ, 76_800 * KHZ, 28), 2_201_600 * KHZ];
/** As JetPack 5 and 6 list them; an earlier JetPack 5 had thirteen other steps. */
const GPU_HZ = [306, 408, 510, 612, 714, 816, 918, 1020, 1122, 1224, 1300.5].map((mhz) => mhz * MHZ);
const EMC_HZ = [204, 665.6, 2133, 3199].map((mhz) => mhz * MHZ);

/** Jetson AGX Orin: twelve Cortex-A78AE in three fours, 2048 Ampere cores. */
export const AGX_ORIN: BoardDescription = {
  name: 'agx-orin',
  title: 'Jetson AGX Orin',
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
    parts: ['p3701'],
    models: ['NVIDIA Jetson AGX Orin Developer Kit', 'Jetson AGX Orin'],
    policies: [[0, 4, 8]],
    gpuNodes: ['ga10b', 'gpu'],
    // The memory's rail is fed from VIN_SYS_5V0: adding it would count it twice.
    rails: {total: ['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0'], contained: ['VDDQ_VDD2_1V8AO']},
    modes: [
      mode(0, 'MAXN', 12, [NONE, NONE, NONE]),
      mode(1, '15W', 4, [1113.6, 408, 2133]),
      mode(2, '30W', 8, [1728, 612, NONE]),
      mode(3, '50W', 12, [1497.6, 816, NONE]),
    ],
    efficientMode: 2,
  },
};

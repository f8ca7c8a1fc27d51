import type {BoardDescription} from '../../core/board/board.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import {clockDimension, KHZ, MHZ} from '../dimensions.js';
import {mode, NONE} from '../modes.js';

const CARMEL = 0;
const LOWEST_CPU_KHZ = 115_200;
const CPU_STEP_KHZ = 76_800;
const CPU_HZ = Array.from({length: 29}, (_, step) => (LOWEST_CPU_KHZ + step * CPU_STEP_KHZ) * KHZ);
const GPU_HZ = [
  114.75, 216.75, 318.75, 420.75, 522.75, 624.75, 675.75, 828.75, 905.25, 1032.75, 1198.5, 1236.75, 1338.75, 1377,
].map((mhz) => mhz * MHZ);
const EMC_HZ = 2133 * MHZ;

/** The cores that mask 0..127 brings online: cpu0 always, cpu1 is the highest bit, cpu7 the lowest. */
function coresOfMask(mask: number): readonly number[] {
  return [0, ...[1, 2, 3, 4, 5, 6, 7].filter((cpu) => (mask & (1 << (7 - cpu))) !== 0)];
}

/**
 * Jetson AGX Xavier: eight Carmel cores in four pairs, 512 Volta cores. Memory clock fixed at its highest.
 *
 * **Source:** the configuration list of the NeuOS artefact (all-AGX.config): 51,968 configurations.
 */
export const AGX_XAVIER: BoardDescription = {
  name: 'agx-xavier',
  title: 'Jetson AGX Xavier',
  clusters: [{name: 'Carmel', cpus: [0, 1, 2, 3, 4, 5, 6, 7]}],
  space: new ConfigurationSpace([
    {name: 'EMC clock', levels: [[{knob: 'emc-clock', hz: EMC_HZ}]]},
    clockDimension('CPU clock', CPU_HZ, (hz) => ({knob: 'cpu-clock', cluster: CARMEL, hz})),
    {
      name: 'cores online',
      levels: Array.from({length: 128}, (_, mask) => [
        {knob: 'cores-online', cluster: CARMEL, cpus: coresOfMask(mask)},
      ]),
    },
    clockDimension('GPU clock', GPU_HZ, (hz) => ({knob: 'gpu-clock', hz})),
  ]),
  listing: {emcUnitHz: 1e6},
  hardware: {
    soc: 'tegra194',
    parts: ['p2888', 'p2972'],
    models: ['Jetson-AGX', 'NVIDIA Jetson AGX Xavier Developer Kit'],
    policies: [[0, 2, 4, 6]],
    gpuNodes: ['gv11b'],
    // SYS5V hangs off another input than the rest, so the sum counts nothing twice; no rail is the total by itself.
    rails: {total: ['GPU', 'CPU', 'SOC', 'CV', 'VDDRQ', 'SYS5V'], contained: []},
    modes: [
      mode(0, 'MAXN', 8, [NONE, NONE, NONE]),
      mode(1, '10W', 2, [1200, 520, 1065.6]),
      mode(2, '15W', 4, [1200, 670, 1331.2]),
      mode(3, '30W_ALL', 8, [1200, 900, 1600]),
      mode(4, '30W_6CORE', 6, [1450, 900, 1600]),
      mode(5, '30W_4CORE', 4, [1780, 900, 1600]),
      mode(6, '30W_2CORE', 2, [2100, 900, 1600]),
      mode(7, '15W_DESKTOP', 4, [2188.8, 670, 1331.2]),
    ],
    efficientMode: 2,
  },
};

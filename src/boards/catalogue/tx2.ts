import type {BoardDescription} from '../../core/board/board.js';
import type {KnobSetting} from '../../core/board/configuration.js';
import {ConfigurationSpace} from '../../core/board/space.js';
import type {PowerMode} from '../../core/board/hardware.js';
import {clockDimension, KHZ, MHZ} from '../dimensions.js';
import {NONE} from '../modes.js';

const A57 = 0;
const DENVER = 1;

/** The paper's subset of the twelve steps that both clusters offer. */
const CPU_HZ = [345_600, 652_800, 960_000, 1_267_200, 1_574_400, 1_881_600, 2_035_200].map((khz) => khz * KHZ);
/** From the GPU table of L4T r27 and r28; r32 offers other steps (see docs/boards.md). */
const GPU_HZ = [140.25, 497.25, 675.75, 854.25, 1032.75, 1211.25, 1300.5].map((mhz) => mhz * MHZ);
const EMC_HZ = [204, 800, 1331.2, 1866].map((mhz) => mhz * MHZ);

function denver(cpuHz: number, cpus: readonly number[]): readonly KnobSetting[] {
  return [
    {knob: 'cpu-clock', cluster: DENVER, hz: cpuHz},
    {knob: 'cores-online', cluster: DENVER, cpus},
  ];
}

export const DENVER_STATES = [
  denver(CPU_HZ[0] ?? 0, []),
  ...CPU_HZ.map((hz) => denver(hz, [2])),
  ...CPU_HZ.map((hz) => denver(hz, [1, 2])),
];

/** Clusters of every board with this chip. Their cores' numbers do not run on. */
export const PARKER_CLUSTERS = [
  {name: 'A57', cpus: [0, 3, 4, 5]},
  {name: 'Denver', cpus: [1, 2]},
];
export const PARKER_CPU_HZ = CPU_HZ;
const ALL = [0, 1, 2, 3, 4, 5];
const A57_CORES = [0, 3, 4, 5];

/** Modes of the TX2 and its smaller sister, which differ in the memory clock of MAXQ. */
export function parkerModes(maxQEmcMhz: number): readonly PowerMode[] {
  const caps = (a57Mhz: number, denverMhz: number, gpuMhz: number, emcMhz: number) => ({
    cpuMaxHz: [a57Mhz * MHZ, denverMhz * MHZ],
    gpuMaxHz: gpuMhz * MHZ,
    emcMaxHz: emcMhz * MHZ,
  });
  return [
    {id: 0, name: 'MAXN', onlineCpus: ALL, ...caps(NONE, NONE, NONE, NONE)},
    {id: 1, name: 'MAXQ', onlineCpus: A57_CORES, ...caps(1200, NONE, 850, maxQEmcMhz)},
    {id: 2, name: 'MAXP_CORE_ALL', onlineCpus: ALL, ...caps(1400, 1400, 1120, 1600)},
    {id: 3, name: 'MAXP_CORE_ARM', onlineCpus: A57_CORES, ...caps(2000, NONE, 1120, 1600)},
    {id: 4, name: 'MAXP_CORE_DENVER', onlineCpus: [0, 1, 2], ...caps(345.6, 2035.2, 1120, 1600)},
  ];
}

/**
 * Jetson TX2: four Cortex-A57, two Denver 2, 256 Pascal cores.
 *
 * **Source:** the configuration list of the NeuOS artefact (all-TX2.config): 11,760 configurations.
 */
export const TX2: BoardDescription = {
  name: 'tx2',
  title: 'Jetson TX2',
  clusters: PARKER_CLUSTERS,
  space: new ConfigurationSpace([
    clockDimension('EMC clock', EMC_HZ, (hz) => ({knob: 'emc-clock', hz})),
    clockDimension('A57 clock', CPU_HZ, (hz) => ({knob: 'cpu-clock', cluster: A57, hz})),
    clockDimension('GPU clock', GPU_HZ, (hz) => ({knob: 'gpu-clock', hz})),
    {name: 'Denver state', levels: DENVER_STATES},
    {
      name: 'A57 cores online',
      levels: [[0], [0, 5], [0, 4, 5], [0, 3, 4, 5]].map((cpus) => [{knob: 'cores-online', cluster: A57, cpus}]),
    },
  ]),
  listing: {emcUnitHz: 1},
  hardware: {
    soc: 'tegra186',
    parts: ['p3310', 'p3489', 'quill'],
    models: ['quill', 'quill-3310', 'NVIDIA Jetson TX2 Developer Kit'],
    policies: [[0], [1]],
    gpuNodes: ['gp10b'],
    rails: {
      total: ['VDD_IN'],
      contained: ['VDD_SYS_GPU', 'VDD_SYS_SOC', 'VDD_4V0_WIFI', 'VDD_SYS_CPU', 'VDD_SYS_DDR'],
    },
    modes: parkerModes(1331.2),
    efficientMode: 1,
  },
};

import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {temporaryFolder} from './temporary-folder.js';

/** A board as one release of the vendor's Linux shows it, in as many files as neuos looks at. */
export interface FakeBoard {
  readonly name: string;
  readonly l4t: string;
  readonly model: string;
  readonly compatible: readonly string[];
  readonly hints?: readonly string[];
  /** Cores of each cpufreq policy. */
  readonly policies: readonly (readonly number[])[];
  readonly cpuKhz: readonly number[];
  readonly gpu: {readonly device: string; readonly ofName: string; readonly hz: readonly number[]};
  readonly emcKhz: readonly number[];
  readonly chips: readonly FakeChip[];
}

/** A power sensor with three channels; a channel without a label is not wired. */
export interface FakeChip {
  readonly driver: 'ina3221x' | 'ina3221';
  /** Bus and address: `1-0040`. */
  readonly address: string;
  /** The number that the kernel happened to give the device. */
  readonly number: number;
  readonly rails: readonly (readonly [label: string, mv: number, ma: number])[];
}

const steps = (lowest: number, step: number, count: number) => Array.from({length: count}, (_, n) => lowest + n * step);

const PARKER_KHZ = [
  345600, 499200, 652800, 806400, 960000, 1113600, 1267200, 1420800, 1574400, 1728000, 1881600, 2035200,
];
const PARKER_GPU_R32 = [
  114750000, 216750000, 318750000, 420750000, 522750000, 624750000, 726750000, 854250000, 930750000, 1032750000,
  1122000000, 1236750000, 1300500000,
];
const PARKER_EMC = [40800, 68000, 102000, 204000, 408000, 665600, 800000, 1062400, 1331200, 1600000, 1866000];
const XAVIER_GPU = [
  114750000, 216750000, 318750000, 420750000, 522750000, 624750000, 675750000, 828750000, 905250000, 1032750000,
  1198500000, 1236750000, 1338750000, 1377000000,
];
const XAVIER_EMC = [204000, 665600, 800000, 1065600, 1331200, 1600000, 2133000];
const ORIN_GPU = [306, 408, 510, 612, 714, 816, 918, 1020, 1122, 1224, 1300.5].map((mhz) => mhz * 1e6);

const XAVIER_RAILS = [
  [
    ['GPU', 19064, 8],
    ['CPU', 19064, 16],
    ['SOC', 19064, 48],
  ],
  [
    ['CV', 19064, 0],
    ['VDDRQ', 19064, 32],
    ['SYS5V', 19064, 80],
  ],
] as const;

export const TX2_R32: FakeBoard = {
  name: 'tx2',
  l4t: '32.7.1',
  model: 'quill',
  compatible: ['nvidia,p2771-0000', 'nvidia,p3310-1000', 'nvidia,tegra186'],
  policies: [
    [0, 3, 4, 5],
    [1, 2],
  ],
  cpuKhz: PARKER_KHZ,
  gpu: {device: '17000000.gp10b', ofName: 'gp10b', hz: PARKER_GPU_R32},
  emcKhz: PARKER_EMC,
  chips: [
    {
      driver: 'ina3221x',
      address: '0-0040',
      number: 3,
      rails: [
        ['VDD_SYS_GPU', 19064, 8],
        ['VDD_SYS_SOC', 19064, 36],
        ['VDD_4V0_WIFI', 4784, 0],
      ],
    },
    {
      driver: 'ina3221x',
      address: '0-0041',
      number: 1,
      rails: [
        ['VDD_IN', 19064, 160],
        ['VDD_SYS_CPU', 19064, 8],
        ['VDD_SYS_DDR', 19064, 46],
      ],
    },
  ],
};

const agxXavier = (l4t: string, driver: FakeChip['driver']): FakeBoard => ({
  name: 'agx-xavier',
  l4t,
  model: driver === 'ina3221x' ? 'Jetson-AGX' : 'NVIDIA Jetson AGX Xavier Developer Kit',
  compatible: ['nvidia,p2972-0000', 'nvidia,tegra194'],
  policies: [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ],
  cpuKhz: steps(115200, 76800, 29),
  gpu: {device: '17000000.gv11b', ofName: 'gv11b', hz: XAVIER_GPU},
  emcKhz: XAVIER_EMC,
  chips: XAVIER_RAILS.map((rails, chip) => ({driver, address: `1-004${chip}`, number: 4 - chip, rails})),
});

export const AGX_XAVIER_R32 = agxXavier('32.7.1', 'ina3221x');
export const AGX_XAVIER_R35 = agxXavier('35.4.1', 'ina3221');

const agxOrin = (l4t: string, device: string, ofName: string): FakeBoard => ({
  name: 'agx-orin',
  l4t,
  model: 'NVIDIA Jetson AGX Orin Developer Kit',
  compatible: ['nvidia,p3737-0000+p3701-0005', 'nvidia,tegra234'],
  policies: [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9, 10, 11],
  ],
  cpuKhz: [...steps(115200, 76800, 28), 2201600],
  gpu: {device, ofName, hz: ORIN_GPU},
  emcKhz: [204000, 665600, 2133000, 3199000],
  chips: [
    {
      driver: 'ina3221',
      address: '1-0040',
      number: 3,
      rails: [
        ['VDD_GPU_SOC', 19912, 160],
        ['VDD_CPU_CV', 19912, 220],
        ['VIN_SYS_5V0', 5024, 948],
      ],
    },
    {
      driver: 'ina3221',
      address: '1-0041',
      number: 4,
      rails: [
        ['NC', 0, 0],
        ['VDDQ_VDD2_1V8AO', 19912, 40],
        ['NC', 0, 0],
      ],
    },
  ],
});

export const AGX_ORIN_R35 = agxOrin('35.4.1', '17000000.ga10b', 'ga10b');
export const AGX_ORIN_R36 = agxOrin('36.3.0', 'platform/bus@0/17000000.gpu', 'gpu');

export const FAKE_BOARDS = [TX2_R32, AGX_XAVIER_R32, AGX_XAVIER_R35, AGX_ORIN_R35, AGX_ORIN_R36];

/** Writes the board's files, with the kernel's symbolic links, into a folder of the test's own. @returns the root */
export function plantBoard(board: FakeBoard): string {
  const root = temporaryFolder();
  plantIdentity(root, board);
  plantCpus(root, board);
  plantGpu(root, board);
  plantEmc(root, board);
  for (const chip of board.chips) plantChip(root, chip);
  plantThermal(root);
  return root;
}

/** Writes one node with the line's end that the kernel gives. */
export function plant(root: string, node: string, text: string | number): void {
  const file = path.join(root, node);
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, `${text}\n`);
}

function link(root: string, node: string, target: string): void {
  const file = path.join(root, node);
  mkdirSync(path.dirname(file), {recursive: true});
  symlinkSync(path.relative(path.dirname(file), path.join(root, target)), file);
}

function plantIdentity(root: string, {l4t, model, compatible, hints = []}: FakeBoard): void {
  const base = '/sys/firmware/devicetree/base';
  const property = (name: string, texts: readonly string[]) => {
    const file = path.join(root, base, name);
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, texts.map((text) => `${text}\0`).join(''));
  };
  property('model', [model]);
  property('compatible', compatible);
  if (hints.length > 0) property('nvidia,boardids', hints);
  link(root, '/proc/device-tree', base);
  const [major = '', ...revision] = l4t.split('.');
  plant(
    root,
    '/etc/nv_tegra_release',
    `# R${major} (release), REVISION: ${revision.join('.')}, GCID: 1, BOARD: t186ref`,
  );
  plant(
    root,
    '/proc/sys/kernel/osrelease',
    {32: '4.9.253-tegra', 35: '5.10.120-tegra', 36: '5.15.136-tegra'}[major] ?? '',
  );
  plant(root, '/proc/sys/kernel/random/boot_id', '2f0c1d3e-0000-4000-8000-000000000001');
}

function plantCpus(root: string, {policies, cpuKhz}: FakeBoard): void {
  const cpu = '/sys/devices/system/cpu';
  const cpus = policies.flat();
  plant(root, `${cpu}/present`, `0-${Math.max(...cpus)}`);
  plant(root, `${cpu}/online`, `0-${Math.max(...cpus)}`);
  for (const one of cpus) if (one !== 0) plant(root, `${cpu}/cpu${one}/online`, 1);
  for (const related of policies) {
    const policy = `${cpu}/cpufreq/policy${related[0]}`;
    plant(root, `${policy}/related_cpus`, related.join(' '));
    plant(root, `${policy}/affected_cpus`, related.join(' '));
    plant(root, `${policy}/scaling_available_frequencies`, `${cpuKhz.join(' ')} `);
    plant(root, `${policy}/scaling_available_governors`, 'interactive conservative userspace schedutil');
    plant(root, `${policy}/scaling_governor`, 'schedutil');
    plant(root, `${policy}/cpuinfo_min_freq`, cpuKhz[0] ?? 0);
    plant(root, `${policy}/cpuinfo_max_freq`, cpuKhz.at(-1) ?? 0);
    plant(root, `${policy}/scaling_min_freq`, cpuKhz[0] ?? 0);
    plant(root, `${policy}/scaling_max_freq`, cpuKhz.at(-1) ?? 0);
    plant(root, `${policy}/scaling_cur_freq`, cpuKhz[1] ?? 0);
    for (const one of related) link(root, `${cpu}/cpu${one}/cpufreq`, policy);
  }
}

function plantGpu(root: string, {gpu: {device, ofName, hz}}: FakeBoard): void {
  const entry = path.basename(device);
  const home = `/sys/devices/${device}`;
  const devfreq = `${home}/devfreq/${entry}`;
  plant(root, `${home}/railgate_enable`, 1);
  plant(root, `${home}/power/control`, 'auto');
  plant(root, `/sys/firmware/devicetree/base/${entry}/name`, ofName);
  link(root, `${home}/of_node`, `/sys/firmware/devicetree/base/${entry}`);
  plant(root, `${devfreq}/available_frequencies`, hz.join(' '));
  plant(root, `${devfreq}/governor`, 'nvhost_podgov');
  plant(root, `${devfreq}/min_freq`, hz[0] ?? 0);
  plant(root, `${devfreq}/max_freq`, hz.at(-1) ?? 0);
  plant(root, `${devfreq}/cur_freq`, hz[0] ?? 0);
  link(root, `${devfreq}/device`, home);
  link(root, `/sys/class/devfreq/${entry}`, devfreq);
}

function plantEmc(root: string, {emcKhz}: FakeBoard): void {
  const emc = '/sys/kernel/debug/bpmp/debug/clk/emc';
  plant(root, `${emc}/rate`, (emcKhz[1] ?? 0) * 1000);
  plant(root, `${emc}/mrq_rate_locked`, 0);
  plant(root, '/sys/kernel/debug/bpmp/debug/emc/possible_rates', emcKhz.join(' '));
}

function plantChip(root: string, {driver, address, number, rails}: FakeChip): void {
  const [bus = '0'] = address.split('-');
  const device = `/sys/devices/i2c-${bus}/${address}`;
  for (const [channel, [label, mv, ma]] of rails.entries()) {
    if (driver === 'ina3221x') {
      const folder = `${device}/iio:device${number}`;
      plant(root, `${folder}/rail_name_${channel}`, label);
      plant(root, `${folder}/in_power${channel}_input`, Math.floor((mv * ma) / 1000));
      plant(root, `${folder}/in_voltage${channel}_input`, mv);
      plant(root, `${folder}/in_current${channel}_input`, ma);
      plant(root, `${folder}/ui_input_${channel}`, `${mv} ${ma}`);
    } else {
      const folder = `${device}/hwmon/hwmon${number}`;
      plant(root, `${folder}/name`, 'ina3221');
      plant(root, `${folder}/in${channel + 1}_label`, label);
      plant(root, `${folder}/in${channel + 1}_input`, mv);
      plant(root, `${folder}/curr${channel + 1}_input`, ma);
      plant(root, `${folder}/in7_label`, 'sum of shunt voltages');
      plant(root, `${folder}/in7_input`, 1200);
    }
  }
  link(root, `/sys/bus/i2c/drivers/${driver}/${address}`, device);
}

function plantThermal(root: string): void {
  const zones = [
    ['CPU-therm', 42000],
    ['GPU-therm', 41500],
    ['PMIC-Die', 100000],
    ['Tdiode_tegra', -256000],
  ] as const;
  for (const [n, [type, temperatureMc]] of zones.entries()) {
    plant(root, `/sys/devices/virtual/thermal/thermal_zone${n}/type`, type);
    plant(root, `/sys/devices/virtual/thermal/thermal_zone${n}/temp`, temperatureMc);
    link(root, `/sys/class/thermal/thermal_zone${n}`, `/sys/devices/virtual/thermal/thermal_zone${n}`);
  }
  plant(root, '/sys/devices/virtual/thermal/cooling_device0/type', 'cpu-balanced');
  plant(root, '/sys/devices/virtual/thermal/cooling_device0/cur_state', 0);
  link(root, '/sys/class/thermal/cooling_device0', '/sys/devices/virtual/thermal/cooling_device0');
}

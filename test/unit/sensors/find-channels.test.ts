import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {CATALOGUE} from '../../../src/boards/catalogue.js';
import {SysfsTree} from '../../../src/boards/sysfs-tree.js';
import {genericTotal, totalRails} from '../../../src/core/board/total-rails.js';
import {findChannels} from '../../../src/sensors/find-channels.js';
import {ChannelReader} from '../../../src/sensors/read-channel.js';
import {
  AGX_ORIN_R35,
  AGX_ORIN_R36,
  AGX_XAVIER_R32,
  AGX_XAVIER_R35,
  plant,
  plantBoard,
  TX2_R32,
  type FakeBoard,
} from '../../support/fake-boards.js';
import {refusalOf} from '../../support/kernel-rules.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

/** Boards, their driver and their total: what their rails of the fake trees come to. */
const TOTALS: readonly (readonly [fake: FakeBoard, driver: string, rails: number, totalMw: number])[] = [
  [TX2_R32, 'ina3221x', 6, (19064 * 160) / 1000],
  [AGX_XAVIER_R32, 'ina3221x', 6, (19064 * (8 + 16 + 48 + 0 + 32 + 80)) / 1000],
  [AGX_XAVIER_R35, 'ina3221', 6, (19064 * (8 + 16 + 48 + 0 + 32 + 80)) / 1000],
  [AGX_ORIN_R35, 'ina3221', 4, (19912 * (160 + 220) + 5024 * 948) / 1000],
  [AGX_ORIN_R36, 'ina3221', 4, (19912 * (160 + 220) + 5024 * 948) / 1000],
];

describe.each(
  TOTALS.map(([fake, driver, rails, totalMw]) => ({
    fake,
    driver,
    rails,
    totalMw,
    title: `${fake.name} on L4T ${fake.l4t}`,
  })),
)('$title', ({fake, driver, rails, totalMw}) => {
  it('has its rails found by driver and label, and their total in mW by its rule', () => {
    const channels = findChannels(new SysfsTree(plantBoard(fake)));
    expect(channels.length).toBe(rails);
    expect(new Set(channels.map((channel) => channel.driver))).toEqual(new Set([driver]));
    const total = totalRails(channels, ruleOf(fake.name));
    const powers = total.channels.map(({source}) => new ChannelReader(source).read(0).powerMw);
    expect(powers.reduce((sum, mw) => sum + mw, 0)).toBeCloseTo(totalMw, 6);
  });

  it('has no total when a rail of it is missing, and says which', () => {
    const channels = findChannels(new SysfsTree(plantBoard(fake)));
    const {total} = ruleOf(fake.name);
    const without = channels.filter(({rail}) => rail !== total.at(-1));
    const error = refusalOf(() => totalRails(without, ruleOf(fake.name)));
    expect(error.message).toContain(`gives no ${total.at(-1)}; the board's power is ${total.join(' + ')}, found are`);
  });
});

it('takes no rail for another because its label contains the other', () => {
  const channels = findChannels(new SysfsTree(plantBoard(AGX_ORIN_R36)));
  expect(refusalOf(() => totalRails(channels, {total: ['VDD_CPU'], contained: []})).message).toContain(
    'gives no VDD_CPU;',
  );
});

it('leaves unwired channels and the sum of shunt voltages out', () => {
  const rails = findChannels(new SysfsTree(plantBoard(AGX_ORIN_R36))).map(({rail}) => rail);
  expect(rails).toEqual(['VDD_GPU_SOC', 'VDD_CPU_CV', 'VIN_SYS_5V0', 'VDDQ_VDD2_1V8AO']);
});

it('says that a channel of the total is switched off', () => {
  const root = plantBoard(AGX_XAVIER_R35);
  plant(root, '/sys/devices/i2c-1/1-0041/hwmon/hwmon3/in2_enable', 0);
  const channels = findChannels(new SysfsTree(root));
  expect(refusalOf(() => totalRails(channels, ruleOf('agx-xavier'))).message).toBe(
    "the power sensor's channel for VDDRQ (1-0041) is switched off",
  );
});

it('reads power where the driver gives no pair', () => {
  const root = plantBoard(TX2_R32);
  for (const channel of [0, 1, 2]) rmSync(path.join(root, `/sys/devices/i2c-0/0-0041/iio:device1/ui_input_${channel}`));
  const {channels} = totalRails(findChannels(new SysfsTree(root)), ruleOf('tx2'));
  expect(channels.map(({source}) => new ChannelReader(source).read(0).powerMw)).toEqual([
    Math.floor((19064 * 160) / 1000),
  ]);
});

describe('a machine that is no known board', () => {
  const rules = CATALOGUE.flatMap(({hardware}) => hardware?.rails ?? []);

  it('has no total where nothing measures power', () => {
    expect(genericTotal(findChannels(new SysfsTree(temporaryFolder())), rules)).toBeUndefined();
  });

  it("takes the processor's packages, counts through their overflow, and knows no power before the second reading", () => {
    const root = temporaryFolder();
    const folder = '/sys/class/powercap/intel-rapl:0';
    plant(root, `${folder}/name`, 'package-0');
    plant(root, `${folder}/max_energy_range_uj`, 1_000_000);
    plant(root, `${folder}/energy_uj`, 990_000);
    plant(root, '/sys/class/powercap/intel-rapl:0:0/name', 'core');
    const total = genericTotal(findChannels(new SysfsTree(root)), rules);
    expect(total?.description).toBe('intel-rapl: package-0');
    const [channel] = total?.channels ?? [];
    if (channel === undefined) throw new Error('no channel');
    const reader = new ChannelReader(channel.source);
    expect(reader.read(0).powerMw).toBeNaN();
    plant(root, `${folder}/energy_uj`, 15_000);
    expect(reader.read(10_000).powerMw).toBeCloseTo(2500, 9);
    expect(reader.read(20_000)).toEqual({powerMw: 2500, raw: '15000'});
    reader.close();
  });

  it('takes the one device that gives power, and none of two', () => {
    const root = temporaryFolder();
    plant(root, '/sys/class/hwmon/hwmon0/name', 'amdgpu');
    plant(root, '/sys/class/hwmon/hwmon0/power1_average', 12_500_000);
    const [channel] = genericTotal(findChannels(new SysfsTree(root)), rules)?.channels ?? [];
    expect(channel && new ChannelReader(channel.source).read(0).powerMw).toBe(12_500);
    plant(root, '/sys/class/hwmon/hwmon1/name', 'battery');
    plant(root, '/sys/class/hwmon/hwmon1/power1_input', 1);
    expect(genericTotal(findChannels(new SysfsTree(root)), rules)).toBeUndefined();
  });
});

it.each([
  ['garbage', 'ERR'],
  ['nothing', ''],
  ['half a pair', '19064'],
])('names the file that reads %s', (_, text) => {
  const file = path.join(temporaryFolder(), 'ui_input_0');
  writeFileSync(file, `${text}\n`);
  expect(() => new ChannelReader({kind: 'pair', file}).read(0)).toThrow(
    `${file} reads "${text}", allowed is mV and mA`,
  );
});

function ruleOf(name: string) {
  const rails = CATALOGUE.find((board) => board.name === name)?.hardware?.rails;
  if (rails === undefined) throw new Error(`${name} has no rails`);
  return rails;
}

import {describe, expect, it} from 'vitest';
import {CATALOGUE} from '../../../src/boards/catalogue.js';
import {findNodes} from '../../../src/boards/find-nodes.js';
import {identify} from '../../../src/boards/identify.js';
import {SysfsTree} from '../../../src/boards/sysfs-tree.js';
import {jetpackGeneration, recognizeBoard} from '../../../src/core/board/identity.js';
import {offeredSpace, unofferedLevels} from '../../../src/core/board/offered-space.js';
import {FAKE_BOARDS, plantBoard, TX2_R32, type FakeBoard} from '../../support/fake-boards.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const JETPACK = {32: '4', 35: '5', 36: '6'} as const;

describe.each(FAKE_BOARDS.map((board) => ({...board, title: `${board.name} on L4T ${board.l4t}`})))(
  '$title',
  (fake) => {
    it('is recognised, with its release', () => {
      const identity = identify(new SysfsTree(plantBoard(fake)));
      expect(recognizeBoard(identity, CATALOGUE)?.name).toBe(fake.name);
      expect(identity).toMatchObject({model: fake.model, compatible: fake.compatible, l4t: fake.l4t});
      expect(jetpackGeneration(identity)).toBe(JETPACK[fake.l4t.slice(0, 2) as unknown as keyof typeof JETPACK]);
    });

    it('offers every policy, the GPU behind its links, the memory clock and all cores but cpu0', () => {
      const nodes = nodesOf(fake);
      expect(nodes.cpuDomains.map(({name, cpus}) => [name, cpus])).toEqual(
        fake.policies.map((cpus) => [`policy${cpus[0]}`, cpus]),
      );
      expect(nodes.cpuDomains[0]?.ratesHz).toEqual(fake.cpuKhz.map((khz) => khz * 1000));
      expect(nodes.gpu?.minNode).toMatch(new RegExp(`^/sys/devices/${fake.gpu.device}/devfreq/`));
      expect(nodes.gpu?.ratesHz).toEqual(fake.gpu.hz);
      expect(nodes.gpu?.railgateNode).toBe(`/sys/devices/${fake.gpu.device}/railgate_enable`);
      expect(nodes.emc?.ratesHz.map((hz) => hz / 1000)).toEqual(fake.emcKhz);
      expect([...nodes.hotplug.keys()]).toEqual(
        fake.policies
          .flat()
          .filter((cpu) => cpu !== 0)
          .sort((a, b) => a - b),
      );
    });

    it('has a policy for each one in the catalogue', () => {
      const board = CATALOGUE.find(({name}) => name === fake.name);
      expect(fake.policies.map(([first]) => first)).toEqual(board?.hardware?.policies.flat());
    });

    it('leaves no level of its space unoffered once the space is that of the kernel', () => {
      const nodes = nodesOf(fake);
      const {space, clusters} = CATALOGUE.find(({name}) => name === fake.name) ?? {};
      if (space === undefined || clusters === undefined) throw new Error(`${fake.name} is not in the catalogue`);
      const offered = offeredSpace(space, nodes, clusters);
      expect(unofferedLevels(offered, nodes, clusters)).toEqual([]);
      expect(offered.size).toBe(space.size);
    });
  },
);

describe('a TX2 whose kernel has another GPU table than the paper', () => {
  const tx2 = CATALOGUE.find(({name}) => name === 'tx2') ?? CATALOGUE[0];
  if (tx2 === undefined) throw new Error('the catalogue is empty');

  it('is told which levels are not offered, and the nearest ones', () => {
    const missing = unofferedLevels(tx2.space, nodesOf(TX2_R32), tx2.clusters);
    expect(missing.map(({hz}) => hz / 1e6)).toEqual([140.25, 497.25, 675.75, 1211.25]);
    expect(missing[0]).toEqual({clock: 'GPU clock', hz: 140.25e6, nearestHz: [114.75e6, 216.75e6]});
  });

  it('gets a space of the same shape from what the kernel lists', () => {
    const space = offeredSpace(tx2.space, nodesOf(TX2_R32), tx2.clusters);
    expect(space.size).toBe(11_760);
    expect(space.at(0).gpuHz).toBe(114.75e6);
    expect(space.at(space.reference)).toEqual(tx2.space.at(tx2.space.reference));
  });

  it('loses a knob that the kernel cannot set', () => {
    const {cpuDomains, cpus, hotplug} = nodesOf(TX2_R32);
    const nodes = {
      cpuDomains: cpuDomains.map((domain) => ({...domain, ratesHz: domain.ratesHz.slice(-2)})),
      cpus,
      hotplug,
    };
    const space = offeredSpace(tx2.space, nodes, tx2.clusters);
    expect(space.at(0).clusters[0]?.cpuHz).toBe(1881.6e6);
    expect(space.at(space.reference).clusters.map(({cpuHz}) => cpuHz)).toEqual([2035.2e6, 2035.2e6]);
  });
});

describe('recognising a board', () => {
  const identity = (compatible: string[], model = '') => ({compatible, model, hints: []});

  it.each([
    ['tx2-nx', ['nvidia,p3509-0000+p3636-0001', 'nvidia,tegra186']],
    ['xavier-nx', ['nvidia,p3509-0000+p3668-0001', 'nvidia,tegra194']],
    ['orin-nx', ['nvidia,p3768-0000+p3767-0000', 'nvidia,tegra234']],
    ['orin-nano', ['nvidia,p3768-0000+p3767-0005', 'nvidia,tegra234']],
  ])('tells a %s by its part number', (name, compatible) => {
    expect(recognizeBoard(identity(compatible), CATALOGUE)?.name).toBe(name);
  });

  it('goes by the model string where no part number is given', () => {
    expect(recognizeBoard(identity(['nvidia,tegra194'], 'Jetson-AGX'), CATALOGUE)?.name).toBe('agx-xavier');
  });

  it('takes no board of another chip, whatever its model says', () => {
    expect(recognizeBoard(identity(['nvidia,p3310-1000', 'nvidia,tegra210'], 'quill'), CATALOGUE)).toBeUndefined();
  });

  it('finds no board on a machine without a device tree', () => {
    expect(recognizeBoard(identify(new SysfsTree(temporaryFolder())), CATALOGUE)).toBeUndefined();
  });
});

function nodesOf(fake: FakeBoard) {
  const board = CATALOGUE.find(({name}) => name === fake.name);
  return findNodes(new SysfsTree(plantBoard(fake)), board?.hardware?.gpuNodes);
}

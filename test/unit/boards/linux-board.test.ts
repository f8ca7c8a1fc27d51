import {describe, expect, it} from 'vitest';
import {findNodes} from '../../../src/boards/find-nodes.js';
import {linuxBoard} from '../../../src/boards/linux-board.js';
import {SysfsTree} from '../../../src/boards/sysfs-tree.js';
import {describeConfiguration} from '../../../src/core/board/configuration.js';
import {plant, plantBoard, TX2_R32, AGX_ORIN_R36} from '../../support/fake-boards.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const CPU = '/sys/devices/system/cpu';

describe('the board that a machine makes', () => {
  it('is one configuration where nothing can be set', () => {
    const root = temporaryFolder();
    plant(root, `${CPU}/present`, '0-1');
    const {space, clusters} = boardAt(root);
    expect(space.size).toBe(1);
    expect(clusters).toEqual([{name: 'CPU', cpus: [0, 1]}]);
    expect(describeConfiguration(space.at(0), ['CPU'])).toBe('CPU ×2');
  });

  it('is one configuration where not even the cores are known', () => {
    expect(boardAt(temporaryFolder()).space.size).toBe(1);
  });

  it('has the clocks of both policies, of the GPU, and the cores that can leave', () => {
    const {space, clusters} = boardAt(plantBoard(TX2_R32));
    expect(space.dimensions.map(({name, levels}) => [name, levels.length])).toEqual([
      ['cores online', 5],
      ['policy0 clock', 5],
      ['policy1 clock', 5],
      ['GPU clock', 5],
    ]);
    expect(clusters.map(({cpus}) => cpus)).toEqual([
      [0, 3, 4, 5],
      [1, 2],
    ]);
    expect(space.at(space.reference)).toEqual({
      clusters: [
        {cpuHz: 2035.2e6, onlineCpus: [0, 3, 4, 5]},
        {cpuHz: 2035.2e6, onlineCpus: [1, 2]},
      ],
      gpuHz: 1300.5e6,
      emcHz: 0,
    });
    expect(space.at(0).clusters.map(({onlineCpus}) => onlineCpus)).toEqual([[0], []]);
  });

  it('moves many policies together', () => {
    const {space} = boardAt(plantBoard(AGX_ORIN_R36));
    expect(space.dimensions.map(({name, levels}) => [name, levels.length])).toEqual([
      ['cores online', 5],
      ['CPU clock', 5],
      ['GPU clock', 5],
    ]);
    expect(space.at(0).clusters.map(({cpuHz}) => cpuHz)).toEqual([115.2e6, 115.2e6, 115.2e6]);
  });

  it('takes steps of the range where the kernel lists no rates', () => {
    const root = temporaryFolder();
    plant(root, `${CPU}/present`, '0');
    for (const [name, khz] of [
      ['cpuinfo_min_freq', 400_000],
      ['cpuinfo_max_freq', 4_400_000],
    ] as const) {
      plant(root, `${CPU}/cpufreq/policy0/${name}`, khz);
    }
    plant(root, `${CPU}/cpufreq/policy0/related_cpus`, '0');
    const {space} = boardAt(root);
    expect(space.dimensions[1]?.levels.flat().map((level) => 'hz' in level && level.hz / 1e6)).toEqual([
      400, 1400, 2400, 3400, 4400,
    ]);
  });
});

function boardAt(root: string) {
  return linuxBoard(findNodes(new SysfsTree(root)));
}

import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it} from 'vitest';
import {loadBoards} from '../../src/boards/catalogue.js';
import {identify} from '../../src/boards/identify.js';
import {readState} from '../../src/boards/read-state.js';
import {SysfsTree} from '../../src/boards/sysfs-tree.js';
import {recognizeBoard} from '../../src/core/board/identity.js';
import {totalRails} from '../../src/core/board/total-rails.js';
import {findChannels} from '../../src/sensors/find-channels.js';
import {driveBoard} from '../support/fake-actuator.js';
import {AGX_ORIN_R36, plantBoard, type FakeBoard} from '../support/fake-boards.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const compiled = new URL('../../dist/boards/catalogue/agx-orin.js', import.meta.url).href;

/** The one file that a new board takes. Here it borrows the clusters and the space of another one. */
const ROVER = `
  import {AGX_ORIN} from ${JSON.stringify(compiled)};
  export const ROVER = {
    ...AGX_ORIN,
    name: 'rover',
    title: 'ACME Rover',
    hardware: {
      ...AGX_ORIN.hardware,
      soc: 'tegra999',
      parts: ['rover-9'],
      models: ['ACME Rover 9'],
      gpuNodes: ['gx1'],
      rails: {total: ['VDD_CPU_CV', 'VIN_SYS_5V0'], contained: []},
    },
  };`;

/** What the kernel of that board shows. */
const PLANTED: FakeBoard = {
  ...AGX_ORIN_R36,
  name: 'rover',
  compatible: ['acme,rover-9', 'nvidia,tegra999'],
  gpu: {...AGX_ORIN_R36.gpu, ofName: 'gx1'},
};

it('a new board is one file: it is recognised, found, driven, measured and put back', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(path.join(folder, 'rover.js'), ROVER);
  const boards = await loadBoards(pathToFileURL(`${folder}/`));
  const [rover] = boards;
  if (rover?.hardware === undefined) throw new Error('no board in the folder');
  const tree = new SysfsTree(plantBoard(PLANTED));
  expect(recognizeBoard(identify(tree), boards)?.title).toBe('ACME Rover');
  const total = totalRails(findChannels(tree), rover.hardware.rails);
  expect(total.description).toBe('ina3221: VDD_CPU_CV + VIN_SYS_5V0');
  const driven = driveBoard(PLANTED, undefined, undefined, boards);
  const found = readState(driven.tree, driven.nodes);
  driven.actuator.apply(driven.space.at(7));
  expect(readState(driven.tree, driven.nodes).limits['gpu']).toEqual({min: 1020e6, max: 1020e6});
  driven.actuator.restore();
  expect(readState(driven.tree, driven.nodes)).toEqual(found);
});

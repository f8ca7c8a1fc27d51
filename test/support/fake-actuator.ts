import {CATALOGUE} from '../../src/boards/catalogue.js';
import {findNodes} from '../../src/boards/find-nodes.js';
import {FileJournal} from '../../src/boards/journal.js';
import {SysfsActuator} from '../../src/boards/sysfs-actuator.js';
import {SysfsThermal} from '../../src/boards/sysfs-thermal.js';
import {SysfsTree} from '../../src/boards/sysfs-tree.js';
import type {BoardDescription} from '../../src/core/board/board.js';
import type {BoardNodes} from '../../src/core/board/nodes.js';
import {offeredSpace} from '../../src/core/board/offered-space.js';
import type {ConfigurationSpace} from '../../src/core/board/space.js';
import {plantBoard, type FakeBoard} from './fake-boards.js';
import {StrictKernel, type KernelOptions} from './kernel-rules.js';

/** A planted board with everything that drives it. */
export interface DrivenBoard {
  readonly tree: SysfsTree;
  readonly board: BoardDescription;
  readonly nodes: BoardNodes;
  readonly space: ConfigurationSpace;
  readonly journal: FileJournal;
  readonly kernel: StrictKernel;
  readonly actuator: SysfsActuator;
}

export const NOTE = {board: 'tx2', pid: 1, writtenAt: '2026-01-01T00:00:00.000Z', bootId: 'boot'};

/** @param optionsOf - what the kernel does beside its rules, once the board's nodes are known */
export function driveBoard(
  fake: FakeBoard,
  optionsOf: (nodes: BoardNodes) => KernelOptions = () => ({}),
  prepare: (tree: SysfsTree) => void = () => undefined,
  boards: readonly BoardDescription[] = CATALOGUE,
): DrivenBoard {
  const tree = new SysfsTree(plantBoard(fake));
  prepare(tree);
  const board = boards.find(({name}) => name === fake.name);
  if (board === undefined) throw new Error(`${fake.name} is not in the catalogue`);
  const nodes = findNodes(tree, board.hardware?.gpuNodes);
  const journal = new FileJournal(tree);
  const kernel = new StrictKernel(tree, nodes, optionsOf(nodes));
  const thermal = new SysfsThermal(tree, nodes);
  const {clusters} = board;
  const actuator = new SysfsActuator({tree, nodes, clusters, writer: kernel, journal, thermal, note: NOTE});
  return {tree, board, nodes, space: offeredSpace(board.space, nodes, clusters), journal, kernel, actuator};
}

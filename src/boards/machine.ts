import type {BoardDescription} from '../core/board/board.js';
import {recognizeBoard, type BoardIdentity} from '../core/board/identity.js';
import type {ClockFact, MachineFacts, NodeFact} from '../core/board/machine-facts.js';
import type {BoardNodes} from '../core/board/nodes.js';
import {offeredSpace} from '../core/board/offered-space.js';
import {CATALOGUE} from './catalogue.js';
import {findNodes} from './find-nodes.js';
import {identify} from './identify.js';
import {linuxBoard} from './linux-board.js';
import {settableNodes} from './node-writer.js';
import {SysfsTree} from './sysfs-tree.js';

const POWER_MODE = '/var/lib/nvpmodel/status';

/** A machine and the board that it is. */
export interface Machine {
  readonly tree: SysfsTree;
  readonly identity: BoardIdentity;
  /** Of the catalogue; undefined where it is none of them. */
  readonly recognized: BoardDescription | undefined;
  readonly nodes: BoardNodes;
  /** The recognised board with the space that the running kernel offers, or whatever this machine makes. */
  readonly board: BoardDescription;
}

/**
 * Looks at the machine under a root.
 *
 * @param asLinux - takes a known board for whatever its kernel offers
 */
export function openMachine(root: string, asLinux = false): Machine {
  const tree = new SysfsTree(root);
  const identity = identify(tree);
  const recognized = recognizeBoard(identity, CATALOGUE);
  const known = asLinux ? undefined : recognized;
  const nodes = findNodes(tree, known?.hardware?.gpuNodes);
  const board =
    known === undefined ? linuxBoard(nodes) : {...known, space: offeredSpace(known.space, nodes, known.clusters)};
  return {tree, identity, recognized, nodes, board};
}

export function clockFacts({tree, nodes: {cpuDomains, gpu, emc}}: Machine): readonly ClockFact[] {
  const domains = gpu === undefined ? cpuDomains : [...cpuDomains, gpu];
  const scaled = (node: string, unitHz: number) => {
    const value = tree.tryNumber(node);
    return value === undefined ? null : value * unitHz;
  };
  const clocks = domains.map(({name, cpus, ratesHz, currentNode, unitHz, minNode, maxNode}) => {
    const [min, max] = [minNode, maxNode].map((node) => tree.tryNumber(node));
    return {name, cpus, ratesHz, currentHz: scaled(currentNode, unitHz), isPinned: min !== undefined && min === max};
  });
  if (emc === undefined) return clocks;
  return [
    ...clocks,
    {
      name: 'emc',
      cpus: [],
      ratesHz: emc.ratesHz,
      currentHz: scaled(emc.rateNode, 1),
      isPinned: tree.tryNumber(emc.lockNode) === 1,
    },
  ];
}

export function nodeFacts({tree, nodes}: Machine): readonly NodeFact[] {
  return settableNodes(nodes).map((node) => {
    const {readable, writable} = tree.access(node);
    return {node, readable, writable};
  });
}

/** The vendor's tool notes the mode that it set last: `pmode:0002`. */
export function powerModeFact({tree, recognized}: Machine): MachineFacts['powerMode'] {
  const digits = /\bpmode:(\d+)/.exec(tree.tryRead(POWER_MODE) ?? '')?.[1];
  if (digits === undefined) return undefined;
  const id = Number(digits);
  return {id, name: recognized?.hardware?.modes.find((mode) => mode.id === id)?.name ?? `mode ${id}`};
}

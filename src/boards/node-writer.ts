import {closeSync, constants, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import type {BoardNodes, NodeWrite} from '../core/board/nodes.js';
import {EnvironmentError} from '../core/errors.js';
import {codeOf, nodeError} from './node-errors.js';
import {pause} from './pause.js';
import type {SysfsTree} from './sysfs-tree.js';

/** The only files of a machine that neuos ever opens for writing, as the kernel names them. */
const WRITABLE = [
  /^\/sys\/devices\/system\/cpu\/cpu[1-9]\d*\/online$/,
  /^\/sys\/devices\/system\/cpu\/cpufreq\/policy\d+\/scaling_(min|max)_freq$/,
  /^\/sys\/devices\/([\w.@:-]+\/)+devfreq\/[\w.@:-]+\/(min|max)_freq$/,
  /^\/sys\/devices\/([\w.@:-]+\/)+(railgate_enable|power\/control)$/,
  /^\/sys\/kernel\/debug\/bpmp\/debug\/clk\/emc\/(rate|mrq_rate_locked)$/,
];

/** A policy is busy for a moment while one of its cores comes or goes. */
const BUSY_TRIES = 20;
const BUSY_PAUSE_MS = 2;

/** Port to the writing of nodes. */
export interface WritesNodes {
  /** **Errors:** EnvironmentError that names the node and what the kernel said. */
  write(write: NodeWrite): void;
  close(): void;
}

/**
 * Writes nodes, and nothing else: those of the board it was made for, if they are of the few kinds that neuos sets and
 * no symbolic link stands on the way. Descriptors stay open.
 */
export class NodeWriter implements WritesNodes {
  readonly #descriptors = new Map<string, number>();
  readonly #allowed: ReadonlySet<string>;

  constructor(
    readonly tree: SysfsTree,
    nodes: BoardNodes,
  ) {
    this.#allowed = new Set(settableNodes(nodes));
  }

  write({node, value}: NodeWrite): void {
    this.#check(node);
    for (let tries = 1; ; tries += 1) {
      try {
        writeSync(this.#descriptor(node), `${value}\n`, 0);
        return;
      } catch (error) {
        const code = codeOf(error);
        // A device that came back after hotplug has new files behind the same name.
        if (code === 'ENODEV' && tries === 1) this.#forget(node);
        else if (code === 'EBUSY' && tries < BUSY_TRIES) pause(BUSY_PAUSE_MS);
        else throw nodeError(node, `cannot be set to ${value}`, error);
      }
    }
  }

  close(): void {
    for (const node of [...this.#descriptors.keys()]) this.#forget(node);
  }

  #check(node: string): void {
    const refuse = (why: string) => new EnvironmentError(`${node} is not written: ${why}`);
    if (!this.#allowed.has(node)) throw refuse('it is no knob of this board');
    if (path.posix.normalize(node) !== node || !WRITABLE.some((kind) => kind.test(node))) {
      throw refuse('it is not of the kinds of nodes that neuos sets');
    }
    const real = this.tree.resolve(node);
    if (real !== undefined && real !== node) throw refuse(`it is a link to ${real}`);
    if (real === undefined && this.tree.exists(node)) throw refuse('it is a link out of the tree');
  }

  #descriptor(node: string): number {
    const known = this.#descriptors.get(node);
    if (known !== undefined) return known;
    const opened = openSync(this.tree.locate(node), constants.O_WRONLY | constants.O_NOFOLLOW);
    this.#descriptors.set(node, opened);
    return opened;
  }

  #forget(node: string): void {
    const descriptor = this.#descriptors.get(node);
    this.#descriptors.delete(node);
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Every node that a board's knobs have. */
export function settableNodes({cpuDomains, gpu, emc, hotplug}: BoardNodes): readonly string[] {
  const domains = gpu === undefined ? cpuDomains : [...cpuDomains, gpu];
  return [
    ...hotplug.values(),
    ...domains.flatMap(({minNode, maxNode}) => [minNode, maxNode]),
    ...[gpu?.railgateNode, gpu?.powerControlNode].filter((node) => node !== undefined),
    ...(emc === undefined ? [] : [emc.rateNode, emc.lockNode]),
  ];
}

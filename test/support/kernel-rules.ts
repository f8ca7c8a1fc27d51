import {writeFileSync} from 'node:fs';
import {EnvironmentError} from '../../src/core/errors.js';
import type {BoardNodes, ClockDomain, NodeWrite} from '../../src/core/board/nodes.js';
import {nodeError} from '../../src/boards/node-errors.js';
import {NodeWriter, type WritesNodes} from '../../src/boards/node-writer.js';
import type {SysfsTree} from '../../src/boards/sysfs-tree.js';

/** What a kernel may do to a write beside taking it. */
export interface KernelOptions {
  /** A highest rate that cannot be raised, as nvpmodel sets it: what is above is clamped without a word. */
  readonly clampTo?: {readonly node: string; readonly value: number};
  /** Kernel 5.5 and later: a lowest rate above the highest is taken, and reads as the highest. */
  readonly takesCrossing?: boolean;
  /** A node that takes every write and stays as it is. */
  readonly deaf?: string;
  /** What the kernel answers to a write of a node. */
  readonly failing?: {readonly node: string; readonly code: string};
}

/** A writer with the rules of kernel 4.9: it refuses limits that cross and policies without a core online. */
export class StrictKernel implements WritesNodes {
  readonly written: NodeWrite[] = [];
  readonly #writer: NodeWriter;

  constructor(
    readonly tree: SysfsTree,
    readonly nodes: BoardNodes,
    readonly options: KernelOptions = {},
  ) {
    this.#writer = new NodeWriter(tree, nodes);
  }

  write(write: NodeWrite): void {
    const {deaf, failing} = this.options;
    if (write.node === failing?.node) this.#refuse(write, failing.code);
    const domain = this.#domainOf(write.node);
    if (domain !== undefined) this.#checkDomain(domain, write);
    this.written.push(write);
    if (write.node === deaf) return;
    const clamped = this.#clamped(write, domain);
    this.#writer.write({node: write.node, value: clamped});
    if (domain !== undefined) this.#follow(domain);
  }

  close(): void {
    this.#writer.close();
  }

  #clamped({node, value}: NodeWrite, domain: ClockDomain | undefined): string {
    const {clampTo, takesCrossing} = this.options;
    if (node === clampTo?.node) return `${Math.min(Number(value), clampTo.value)}`;
    if (takesCrossing !== true || node !== domain?.minNode) return value;
    return `${Math.min(Number(value), this.#number(domain.maxNode))}`;
  }

  #domainOf(node: string): ClockDomain | undefined {
    const domains = [...this.nodes.cpuDomains, ...(this.nodes.gpu === undefined ? [] : [this.nodes.gpu])];
    return domains.find(({minNode, maxNode}) => node === minNode || node === maxNode);
  }

  #checkDomain({cpus, minNode, maxNode}: ClockDomain, write: NodeWrite): void {
    const online = (cpu: number) => cpu === 0 || this.tree.tryNumber(this.nodes.hotplug.get(cpu) ?? '') === 1;
    if (cpus.length > 0 && !cpus.some(online)) this.#refuse(write, 'EBUSY');
    const value = Number(write.value);
    const crosses =
      write.node === minNode ? value > this.#number(maxNode) : write.node === maxNode && value < this.#number(minNode);
    if (crosses && this.options.takesCrossing !== true) this.#refuse(write, 'EINVAL');
  }

  /** The clock itself goes where its limits let it. */
  #follow({minNode, maxNode, currentNode}: ClockDomain): void {
    const [min, max, current] = [minNode, maxNode, currentNode].map((node) => this.#number(node));
    const followed = Math.min(max ?? 0, Math.max(min ?? 0, current ?? 0));
    writeFileSync(this.tree.locate(currentNode), `${followed}\n`);
  }

  #number(node: string): number {
    return Number(this.tree.tryRead(node)?.split('\n')[0]);
  }

  #refuse({node, value}: NodeWrite, code: string): never {
    throw nodeError(node, `cannot be set to ${value}`, Object.assign(new Error(`${code}: write`), {code}));
  }
}

/** Runs `work` and returns the error for people that it throws. */
export function refusalOf(work: () => unknown): EnvironmentError {
  try {
    work();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

import type {BoardNodes, BoardState, ClockDomain, ClockLimits} from '../core/board/nodes.js';
import {EnvironmentError} from '../core/errors.js';
import {nodeError} from './node-errors.js';
import type {SysfsTree} from './sysfs-tree.js';

/** Takes what went wrong with one node, so that the others are read all the same. */
export type ReadProblem = (error: EnvironmentError) => void;

/**
 * How everything that can be set stands now.
 *
 * @param onProblem - told of nodes that give no number, which are then left out; without it they are an error
 *
 * **Errors:** EnvironmentError for a node that gives no number.
 */
export function readState(tree: SysfsTree, nodes: BoardNodes, onProblem: ReadProblem = rethrow): BoardState {
  const {cpuDomains, gpu, emc, cpus, hotplug} = nodes;
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      onProblem(error);
      return undefined;
    }
  };
  const onlineCpus = cpus.filter((cpu) => {
    const node = hotplug.get(cpu);
    return node === undefined || attempt(() => readNumber(tree, node)) === 1;
  });
  const active = cpuDomains.filter((domain) => domain.cpus.some((cpu) => onlineCpus.includes(cpu)));
  const domains = gpu === undefined ? active : [...active, gpu];
  const limits = domains.flatMap((domain) => {
    const read = attempt(() => readLimits(tree, domain));
    return read === undefined ? [] : [[domain.name, read] as const];
  });
  const emcState = attempt(() => readEmc(tree, emc));
  const railgate = attempt(() => textOf(tree, gpu?.railgateNode));
  const powerControl = attempt(() => textOf(tree, gpu?.powerControlNode));
  return {
    onlineCpus,
    limits: Object.fromEntries(limits),
    ...(emcState === undefined ? {} : {emc: emcState}),
    ...(railgate === undefined ? {} : {railgate}),
    ...(powerControl === undefined ? {} : {powerControl}),
  };
}

function rethrow(error: EnvironmentError): never {
  throw error;
}

function readEmc(tree: SysfsTree, emc: BoardNodes['emc']): BoardState['emc'] {
  if (emc === undefined) return undefined;
  return {rateHz: readNumber(tree, emc.rateNode), locked: readNumber(tree, emc.lockNode) === 1};
}

function readLimits(tree: SysfsTree, {minNode, maxNode}: ClockDomain): ClockLimits {
  return {min: readNumber(tree, minNode), max: readNumber(tree, maxNode)};
}

function readNumber(tree: SysfsTree, node: string): number {
  const text = readText(tree, node);
  if (/^\d+$/.test(text)) return Number(text);
  throw new EnvironmentError(`${node} reads "${text.slice(0, 40)}", allowed is a number`, {
    suggestions: ['neuos doctor'],
  });
}

function textOf(tree: SysfsTree, node: string | undefined): string | undefined {
  return node === undefined ? undefined : readText(tree, node);
}

/** The first line: a file of a copied tree may hold the rest of a longer value behind it. */
function readText(tree: SysfsTree, node: string): string {
  try {
    return (tree.read(node).split('\n')[0] ?? '').trim();
  } catch (error) {
    throw nodeError(node, 'cannot be read', error);
  }
}

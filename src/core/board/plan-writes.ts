import type {BoardNodes, BoardState, ClockDomain, ClockLimits, EmcNodes, NodeWrite} from './nodes.js';

/** The writes of one change, in the three steps between which the kernel's files change by themselves. */
export interface WritePlan {
  /** Cores that come online: their policies can be written only then. */
  readonly coresOn: readonly NodeWrite[];
  readonly clocks: readonly NodeWrite[];
  readonly coresOff: readonly NodeWrite[];
}

/**
 * The writes that bring a board from one state to another; what is equal in both is not written.
 *
 * Order: cores online, the GPU kept powered, clocks, the GPU let go, cores offline. Domains that `to` does not name stay
 * as they are; domains that `from` does not name are written in full. A policy whose cores are all offline is left alone.
 *
 * **Source:** the kernel's own rules, docs/boards.md (order of writes).
 */
export function planWrites(nodes: BoardNodes, from: BoardState, to: BoardState): WritePlan {
  const come = to.onlineCpus.filter((cpu) => !from.onlineCpus.includes(cpu));
  const gone = from.onlineCpus.filter((cpu) => !to.onlineCpus.includes(cpu)).toReversed();
  return {
    coresOn: come.flatMap((cpu) => hotplugWrite(nodes, cpu, '1')),
    clocks: clockWrites(nodes, from, to),
    coresOff: gone.flatMap((cpu) => hotplugWrite(nodes, cpu, '0')),
  };
}

/** All writes of a plan, in order. */
export function allWrites({coresOn, clocks, coresOff}: WritePlan): readonly NodeWrite[] {
  return [...coresOn, ...clocks, ...coresOff];
}

/**
 * Writes that change a domain's limits, each of which the kernel accepts at its time: kernel 4.9 refuses a lowest rate
 * above the highest. Raising writes the highest first, lowering the lowest.
 */
export function limitWrites(
  {minNode, maxNode}: ClockDomain,
  from: ClockLimits | undefined,
  to: ClockLimits,
): readonly NodeWrite[] {
  const min = from?.min === to.min ? [] : [{node: minNode, value: `${to.min}`}];
  const max = from?.max === to.max ? [] : [{node: maxNode, value: `${to.max}`}];
  return from === undefined || to.max >= from.max ? [...max, ...min] : [...min, ...max];
}

function hotplugWrite({hotplug}: BoardNodes, cpu: number, value: string): readonly NodeWrite[] {
  const node = hotplug.get(cpu);
  return node === undefined ? [] : [{node, value}];
}

function clockWrites(nodes: BoardNodes, from: BoardState, to: BoardState): readonly NodeWrite[] {
  const domains = nodes.gpu === undefined ? nodes.cpuDomains : [...nodes.cpuDomains, nodes.gpu];
  const awake = [...from.onlineCpus, ...to.onlineCpus];
  const limits = domains.flatMap((domain) => {
    const wanted = to.limits[domain.name];
    const isAsleep = domain.cpus.length > 0 && !domain.cpus.some((cpu) => awake.includes(cpu));
    return wanted === undefined || isAsleep ? [] : limitWrites(domain, from.limits[domain.name], wanted);
  });
  const power = gpuPowerWrites(nodes, from, to);
  const hold = power.filter(({value}) => HOLDING.has(value));
  const letGo = power.filter(({value}) => !HOLDING.has(value));
  const emc = nodes.emc === undefined ? [] : emcWrites(nodes.emc, from.emc, to.emc);
  return [...hold, ...limits, ...emc, ...letGo];
}

/** Values of the GPU's power nodes that keep it powered: rail gating off, runtime power management on. */
const HOLDING: ReadonlySet<string> = new Set(['0', 'on']);

function gpuPowerWrites({gpu}: BoardNodes, from: BoardState, to: BoardState): readonly NodeWrite[] {
  return [
    ...changed(gpu?.railgateNode, from.railgate, to.railgate),
    ...changed(gpu?.powerControlNode, from.powerControl, to.powerControl),
  ];
}

function changed(node: string | undefined, from: string | undefined, to: string | undefined): readonly NodeWrite[] {
  return node === undefined || to === undefined || from === to ? [] : [{node, value: to}];
}

/** The rate first, then the lock: a rate that is not locked is overruled by the kernel's own requests. */
function emcWrites(
  {rateNode, lockNode}: EmcNodes,
  from: BoardState['emc'],
  to: BoardState['emc'],
): readonly NodeWrite[] {
  if (to === undefined) return [];
  const rate = from?.rateHz === to.rateHz ? [] : [{node: rateNode, value: `${to.rateHz}`}];
  const lock = from?.locked === to.locked ? [] : [{node: lockNode, value: to.locked ? '1' : '0'}];
  return [...rate, ...lock];
}

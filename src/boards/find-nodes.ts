import type {BoardNodes, ClockDomain, EmcNodes, GpuPowerNodes} from '../core/board/nodes.js';
import {cpuList, numberList} from './kernel-lists.js';
import type {SysfsTree} from './sysfs-tree.js';

const CPU = '/sys/devices/system/cpu';
const CPUFREQ = `${CPU}/cpufreq`;
const DEVFREQ = '/sys/class/devfreq';
const EMC = '/sys/kernel/debug/bpmp/debug/clk/emc';
const EMC_RATES = '/sys/kernel/debug/bpmp/debug/emc/possible_rates';
const KHZ = 1000;

/**
 * Finds what the running kernel offers to set.
 *
 * @param gpuNodes - names of the GPU's device-tree node; undefined takes the only devfreq device there is
 */
export function findNodes(tree: SysfsTree, gpuNodes?: readonly string[]): BoardNodes {
  const gpu = findGpu(tree, gpuNodes);
  const emc = findEmc(tree);
  const cpus = cpuList(tree.tryRead(`${CPU}/present`));
  return {
    cpuDomains: findPolicies(tree),
    ...(gpu === undefined ? {} : {gpu}),
    ...(emc === undefined ? {} : {emc}),
    cpus,
    hotplug: findHotplug(tree, cpus),
  };
}

function findPolicies(tree: SysfsTree): readonly ClockDomain[] {
  return tree
    .list(CPUFREQ)
    .filter((name) => /^policy\d+$/.test(name))
    .map((name) => {
      const folder = `${CPUFREQ}/${name}`;
      const ends = [`${folder}/cpuinfo_min_freq`, `${folder}/cpuinfo_max_freq`].map((node) => tree.tryNumber(node));
      return {
        name,
        minNode: `${folder}/scaling_min_freq`,
        maxNode: `${folder}/scaling_max_freq`,
        currentNode: `${folder}/scaling_cur_freq`,
        unitHz: KHZ,
        ratesHz: numberList(tree.tryRead(`${folder}/scaling_available_frequencies`)).map((khz) => khz * KHZ),
        ...range(ends[0], ends[1]),
        cpus: cpuList(tree.tryRead(`${folder}/related_cpus`)),
      };
    });
}

function range(lowest: number | undefined, highest: number | undefined): Pick<ClockDomain, 'rangeHz'> {
  return lowest === undefined || highest === undefined ? {} : {rangeHz: [lowest * KHZ, highest * KHZ]};
}

/** cpu0 has no business going offline, whatever the kernel offers. */
function findHotplug(tree: SysfsTree, cpus: readonly number[]): ReadonlyMap<number, string> {
  const nodes = cpus.filter((cpu) => cpu !== 0).map((cpu): [number, string] => [cpu, `${CPU}/cpu${cpu}/online`]);
  return new Map(nodes.filter(([, node]) => tree.exists(node)));
}

function findGpu(tree: SysfsTree, gpuNodes: readonly string[] | undefined): BoardNodes['gpu'] {
  const entries = tree.list(DEVFREQ);
  const name = gpuNodes === undefined ? onlyEntry(entries) : entries.find((entry) => isGpu(tree, entry, gpuNodes));
  const folder = name === undefined ? undefined : tree.resolve(`${DEVFREQ}/${name}`);
  if (folder === undefined) return undefined;
  return {
    name: 'gpu',
    minNode: `${folder}/min_freq`,
    maxNode: `${folder}/max_freq`,
    currentNode: `${folder}/cur_freq`,
    unitHz: 1,
    ratesHz: numberList(tree.tryRead(`${folder}/available_frequencies`)),
    cpus: [],
    ...gpuPower(tree, `${folder}/device`),
  };
}

function onlyEntry(entries: readonly string[]): string | undefined {
  return entries.length === 1 ? entries[0] : undefined;
}

/** By the device tree's name, or by the address in the entry's own: `17000000.gpu`. */
function isGpu(tree: SysfsTree, entry: string, gpuNodes: readonly string[]): boolean {
  const named = tree.tryRead(`${DEVFREQ}/${entry}/device/of_node/name`) ?? entry.split('.')[1];
  return named !== undefined && gpuNodes.includes(named);
}

function gpuPower(tree: SysfsTree, deviceLink: string): GpuPowerNodes {
  const device = tree.resolve(deviceLink);
  if (device === undefined) return {};
  const [railgateNode, powerControlNode] = [`${device}/railgate_enable`, `${device}/power/control`];
  return {
    ...(tree.exists(railgateNode) ? {railgateNode} : {}),
    ...(tree.exists(powerControlNode) ? {powerControlNode} : {}),
  };
}

function findEmc(tree: SysfsTree): EmcNodes | undefined {
  const [rateNode, lockNode] = [`${EMC}/rate`, `${EMC}/mrq_rate_locked`];
  if (!tree.exists(rateNode) || !tree.exists(lockNode)) return undefined;
  return {rateNode, lockNode, ratesHz: numberList(tree.tryRead(EMC_RATES)).map((khz) => khz * KHZ)};
}

import type {BoardDescription, CpuCluster} from '../core/board/board.js';
import type {KnobSetting} from '../core/board/configuration.js';
import type {BoardNodes, ClockDomain} from '../core/board/nodes.js';
import {spread} from '../core/board/offered-space.js';
import {ConfigurationSpace, type Dimension} from '../core/board/space.js';

/** What `--board` takes for a machine that is no known board. */
export const LINUX = 'linux';

/** Levels of one knob at most: the space is their product, and every configuration has to be measured. */
const MOST_LEVELS = 5;
/** Beyond this many policies their clocks change together. */
const MOST_FREE_POLICIES = 2;

/**
 * The board that a machine makes of whatever it lets be set: cpufreq policies, one devfreq device, cores that can be
 * taken offline. Where there is nothing, a space of one configuration.
 */
export function linuxBoard(nodes: BoardNodes): BoardDescription {
  const clusters = clustersOf(nodes);
  const dimensions = [
    ...coreDimension(nodes, clusters),
    ...cpuDimensions(nodes.cpuDomains),
    ...gpuDimension(nodes.gpu),
  ];
  return {
    name: LINUX,
    title: 'this machine',
    clusters,
    space: new ConfigurationSpace(dimensions),
    listing: {emcUnitHz: 1},
  };
}

/** One cluster per policy, in their order; cores without one make up the last. */
function clustersOf({cpuDomains, cpus}: BoardNodes): readonly CpuCluster[] {
  const governed = new Set(cpuDomains.flatMap((domain) => domain.cpus));
  const rest = cpus.filter((cpu) => !governed.has(cpu));
  const policies = cpuDomains.map((domain) => ({name: domain.name, cpus: domain.cpus}));
  return rest.length === 0 ? policies : [...policies, {name: 'CPU', cpus: rest}];
}

/** Cores come in the order of their numbers; those that cannot leave are always there. */
function coreDimension({cpus, hotplug}: BoardNodes, clusters: readonly CpuCluster[]): readonly Dimension[] {
  if (cpus.length === 0) return [];
  const fixed = cpus.filter((cpu) => !hotplug.has(cpu));
  const free = cpus.filter((cpu) => hotplug.has(cpu));
  const counts = spread(
    Array.from({length: free.length + 1}, (_, count) => count),
    MOST_LEVELS,
  );
  const levels = counts.map((count) => {
    const online = new Set([...fixed, ...free.slice(0, count)]);
    return clusters.map((cluster, index): KnobSetting => ({
      knob: 'cores-online',
      cluster: index,
      cpus: cluster.cpus.filter((cpu) => online.has(cpu)),
    }));
  });
  return [{name: 'cores online', levels}];
}

function cpuDimensions(domains: readonly ClockDomain[]): readonly Dimension[] {
  const settable = domains.flatMap((domain, cluster) => {
    const levelsHz = levelsOf(domain);
    return levelsHz.length === 0 ? [] : [{name: domain.name, cluster, levelsHz}];
  });
  if (settable.length <= MOST_FREE_POLICIES) {
    return settable.map(({name, cluster, levelsHz}) => ({
      name: `${name} clock`,
      levels: levelsHz.map((hz) => [{knob: 'cpu-clock', cluster, hz} as const]),
    }));
  }
  const count = Math.min(...settable.map(({levelsHz}) => levelsHz.length));
  const levels = Array.from({length: count}, (_, level) =>
    settable.map(({cluster, levelsHz}): KnobSetting => {
      const hz = spread(levelsHz, count)[level] ?? 0;
      return {knob: 'cpu-clock', cluster, hz};
    }),
  );
  return [{name: 'CPU clock', levels}];
}

function gpuDimension(gpu: ClockDomain | undefined): readonly Dimension[] {
  const levelsHz = gpu === undefined ? [] : levelsOf(gpu);
  if (levelsHz.length === 0) return [];
  return [{name: 'GPU clock', levels: levelsHz.map((hz) => [{knob: 'gpu-clock', hz}])}];
}

/** Listed rates, or even steps of the range where the kernel takes any rate. */
function levelsOf({ratesHz, rangeHz, unitHz}: ClockDomain): readonly number[] {
  if (ratesHz.length > 0) return spread(ratesHz, MOST_LEVELS);
  if (rangeHz === undefined) return [];
  const [lowest, highest] = rangeHz;
  const step = (highest - lowest) / (MOST_LEVELS - 1);
  const levels = Array.from({length: MOST_LEVELS}, (_, n) => Math.round((lowest + n * step) / unitHz) * unitHz);
  return [...new Set(levels)];
}

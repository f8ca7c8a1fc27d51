import type {CpuCluster} from './board.js';
import type {DvfsConfiguration} from './configuration.js';
import type {BoardNodes, BoardState, ClockDomain, ClockLimits} from './nodes.js';

/**
 * How a board stands at a configuration: every clock pinned, the memory clock locked, the GPU never powered off.
 *
 * Every policy with a core online is pinned, not only the first of its cluster. What the machine cannot set, and what a
 * configuration of 0 Hz leaves open, stays out.
 */
export function targetState(
  nodes: BoardNodes,
  clusters: readonly CpuCluster[],
  configuration: DvfsConfiguration,
): BoardState {
  const steered = new Set(clusters.flatMap(({cpus}) => cpus));
  const online = new Set(configuration.clusters.flatMap(({onlineCpus}) => onlineCpus));
  const onlineCpus = nodes.cpus.filter((cpu) => online.has(cpu) || !steered.has(cpu));
  const cpuLimits = nodes.cpuDomains.flatMap((domain): [string, ClockLimits][] => {
    if (!domain.cpus.some((cpu) => onlineCpus.includes(cpu))) return [];
    const cluster = clusters.findIndex(({cpus}) => domain.cpus.some((cpu) => cpus.includes(cpu)));
    return pinned(domain, configuration.clusters[cluster]?.cpuHz ?? 0);
  });
  const {gpu, emc} = nodes;
  const {gpuHz, emcHz} = configuration;
  return {
    onlineCpus,
    limits: Object.fromEntries([...cpuLimits, ...(gpu === undefined ? [] : pinned(gpu, gpuHz))]),
    ...(emc === undefined || emcHz === 0 ? {} : {emc: {rateHz: emcHz, locked: true}}),
    ...(gpu?.railgateNode === undefined ? {} : {railgate: '0'}),
    ...(gpu?.powerControlNode === undefined ? {} : {powerControl: 'on'}),
  };
}

function pinned({name, unitHz}: ClockDomain, hz: number): [string, ClockLimits][] {
  return hz === 0 ? [] : [[name, {min: hz / unitHz, max: hz / unitHz}]];
}

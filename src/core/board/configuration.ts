/** One full setting of a board's knobs. Clocks are in Hz throughout; the kernel's kHz end at the adapters. */

/** What one CPU cluster is set to. */
export interface ClusterSetting {
  readonly cpuHz: number;
  /** Kernel numbers of the cores that are online, ascending; empty when the whole cluster is off. */
  readonly onlineCpus: readonly number[];
}

/** One full setting of a board's knobs. */
export interface DvfsConfiguration {
  /** One entry per cluster, in the board's order of clusters. */
  readonly clusters: readonly ClusterSetting[];
  readonly gpuHz: number;
  readonly emcHz: number;
}

/** A knob, and what it is set to. A level of a configuration space's dimension sets one or more of these. */
export type KnobSetting =
  | {readonly knob: 'cpu-clock'; readonly cluster: number; readonly hz: number}
  | {readonly knob: 'cores-online'; readonly cluster: number; readonly cpus: readonly number[]}
  | {readonly knob: 'gpu-clock'; readonly hz: number}
  | {readonly knob: 'emc-clock'; readonly hz: number};

/** What kind of knob, whatever it is set to: `cpu-clock`, `cores-online`, … */
export type KnobKind = KnobSetting['knob'];

/** Kinds of knobs in the order in which the profile and the screen list them. */
export const KNOB_KINDS = [
  'cpu-clock',
  'cores-online',
  'gpu-clock',
  'emc-clock',
] as const satisfies readonly KnobKind[];

/** For people: `A57 2035 MHz ×4, Denver off, GPU 1300 MHz, EMC 1866 MHz`; clocks that are not set are left out. */
export function describeConfiguration(configuration: DvfsConfiguration, clusterNames: readonly string[]): string {
  const mhz = (hz: number) => (hz === 0 ? '' : ` ${String(Math.round(hz / 1e6))} MHz`);
  const clusters = configuration.clusters.map(({cpuHz, onlineCpus}, index) => {
    const name = clusterNames[index] ?? `cluster ${String(index)}`;
    return onlineCpus.length === 0 ? `${name} off` : `${name}${mhz(cpuHz)} ×${String(onlineCpus.length)}`;
  });
  const {gpuHz, emcHz} = configuration;
  const others = [
    ['GPU', gpuHz],
    ['EMC', emcHz],
  ] as const;
  return [...clusters, ...others.flatMap(([name, hz]) => (hz === 0 ? [] : [`${name}${mhz(hz)}`]))].join(', ');
}

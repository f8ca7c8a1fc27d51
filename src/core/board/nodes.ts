/** What a running kernel offers to set, as found. Paths are as the kernel has them (`/sys/…`), under whatever root. */

/** Clock limits in force, in the kernel's unit. Equal limits pin the clock. */
export interface ClockLimits {
  readonly min: number;
  readonly max: number;
}

/** One clock with a lowest and a highest allowed rate: a cpufreq policy, or the GPU's devfreq device. */
export interface ClockDomain {
  /** `policy0`, `gpu`. */
  readonly name: string;
  readonly minNode: string;
  readonly maxNode: string;
  readonly currentNode: string;
  /** Hz per unit of its files: 1000 for cpufreq, 1 for devfreq. */
  readonly unitHz: number;
  /** Rates that the kernel lists, ascending; empty when it lists none and takes any between its ends. */
  readonly ratesHz: readonly number[];
  /** Lowest and highest rate of the hardware, where the kernel says so. */
  readonly rangeHz?: readonly [lowest: number, highest: number];
  /** Cores whose clock this is; empty for the GPU. */
  readonly cpus: readonly number[];
}

/** What keeps a GPU powered while its limits change. */
export interface GpuPowerNodes {
  /** 1: powers off when idle. */
  readonly railgateNode?: string;
  /** Runtime power management: `on` or `auto`. */
  readonly powerControlNode?: string;
}

/** The memory clock, by the firmware's own files. Its rate counts only once it is locked. */
export interface EmcNodes {
  readonly rateNode: string;
  readonly lockNode: string;
  readonly ratesHz: readonly number[];
}

/** Everything that can be set on a machine. */
export interface BoardNodes {
  readonly cpuDomains: readonly ClockDomain[];
  readonly gpu?: ClockDomain & GpuPowerNodes;
  readonly emc?: EmcNodes;
  /** All cores, ascending. */
  readonly cpus: readonly number[];
  /** Cores that can be taken offline, and the node that does it. */
  readonly hotplug: ReadonlyMap<number, string>;
}

/** How everything that neuos sets stands at one moment: what is put back in the end. */
export interface BoardState {
  readonly onlineCpus: readonly number[];
  /** By name of the clock domain; a policy without a core online has none. */
  readonly limits: Readonly<Record<string, ClockLimits>>;
  readonly emc?: {readonly rateHz: number; readonly locked: boolean};
  readonly railgate?: string;
  readonly powerControl?: string;
}

/** One value that goes to one node. */
export interface NodeWrite {
  readonly node: string;
  readonly value: string;
}

/** The writes that would lead from the state in force to some configurations, each by itself. */
export interface DryRun {
  /** What `--board` was given. */
  readonly board: string;
  readonly plans: readonly {readonly configuration: number; readonly writes: readonly NodeWrite[]}[];
}

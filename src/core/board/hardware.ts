/** What makes a board itself in the kernel's files: how it is recognised, what hangs together, and what its rails mean. */

/** Which rails make up a board's total power. Labels are matched exactly: `VDD_CPU_GPU_CV` is no CPU rail. */
export interface RailRule {
  /** Rails whose sum is the board's power; all of them are needed. */
  readonly total: readonly string[];
  /** Rails that are contained in others of the board; shown, never added. */
  readonly contained: readonly string[];
}

/**
 * One power mode of the vendor's tool.
 *
 * **Units:** caps in Hz; Infinity where the mode sets none.
 */
export interface PowerMode {
  readonly id: number;
  readonly name: string;
  /** Kernel numbers of the cores that the mode leaves online, ascending. */
  readonly onlineCpus: readonly number[];
  /** One cap per cluster, in the board's order. */
  readonly cpuMaxHz: readonly number[];
  readonly gpuMaxHz: number;
  readonly emcMaxHz: number;
}

/** A board's facts beyond its configuration space. */
export interface BoardHardware {
  /** Part after the comma of the last entry of `compatible`: `tegra186`. */
  readonly soc: string;
  /** Part numbers, of module or carrier, found in `compatible`, board ids or the device tree's name; a longer match wins. */
  readonly parts: readonly string[];
  /** Model strings, whole, for the releases that give no part number. */
  readonly models: readonly string[];
  /** First core of each cpufreq policy, by cluster. */
  readonly policies: readonly (readonly number[])[];
  /** Names of the GPU's device-tree node, by release: `gp10b`, `gv11b`, `ga10b`, `gpu`. */
  readonly gpuNodes: readonly string[];
  readonly rails: RailRule;
  readonly modes: readonly PowerMode[];
  /** Id of the mode that the vendor means for efficiency, the `max-q` baseline. Mode 0 is `max-n`. */
  readonly efficientMode: number;
}

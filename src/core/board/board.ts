import type {BoardHardware} from './hardware.js';
import type {ConfigurationSpace} from './space.js';

/** A group of cores that share a clock. */
export interface CpuCluster {
  /** For people: `A57`, `Denver`, `Carmel`. */
  readonly name: string;
  /** Kernel numbers of its cores, ascending. */
  readonly cpus: readonly number[];
}

/** How one configuration is printed in the original system's lists (one line, see `boards show --configurations`). */
export interface ConfigurationListing {
  /** Hz per printed unit of the memory clock: 1 on TX2, 1e6 on AGX Xavier. */
  readonly emcUnitHz: number;
}

/** A board as data. Adding a board is adding one of these to the catalogue. */
export interface BoardDescription {
  /** What `--board` takes: `tx2`, `agx-xavier`. */
  readonly name: string;
  /** For people: `Jetson TX2`. */
  readonly title: string;
  readonly clusters: readonly CpuCluster[];
  readonly space: ConfigurationSpace;
  readonly listing: ConfigurationListing;
  /** Facts of the real board; absent where a board is made of whatever a machine offers. */
  readonly hardware?: BoardHardware;
}

import type {ClusterSetting, DvfsConfiguration, KnobSetting} from './configuration.js';

/** One axis of a configuration space: the settings it can take, lowest first. */
export interface Dimension {
  readonly name: string;
  /** Each level sets one or more knobs together (on TX2, Denver's clock and cores are one axis). */
  readonly levels: readonly (readonly KnobSetting[])[];
}

/**
 * A board's numbered configurations: a mixed-radix count over its dimensions, slowest dimension first.
 *
 * **Invariant:** `indexOf(at(i)) === i`; the last index is the reference, every knob at its highest.
 */
export class ConfigurationSpace {
  readonly size: number;
  readonly #clusterCount: number;
  readonly #indexByKey = new Map<string, number>();

  constructor(readonly dimensions: readonly Dimension[]) {
    this.size = dimensions.reduce((product, {levels}) => product * levels.length, 1);
    this.#clusterCount = countClusters(dimensions);
  }

  /** Index of the configuration that SpeedUp and PowerUp are relative to. */
  get reference(): number {
    return this.size - 1;
  }

  /** Configuration number `index`. **Errors:** RangeError outside 0..size-1. */
  at(index: number): DvfsConfiguration {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`configuration ${String(index)} is outside 0..${String(this.size - 1)}`);
    }
    const clusters: ClusterSetting[] = Array.from({length: this.#clusterCount}, () => ({cpuHz: 0, onlineCpus: []}));
    let gpuHz = 0;
    let emcHz = 0;
    let rest = index;
    for (const {levels} of this.dimensions.toReversed()) {
      const level = levels[rest % levels.length] ?? [];
      rest = Math.floor(rest / levels.length);
      for (const setting of level) {
        if (setting.knob === 'gpu-clock') gpuHz = setting.hz;
        else if (setting.knob === 'emc-clock') emcHz = setting.hz;
        else {
          const before = clusters[setting.cluster] ?? {cpuHz: 0, onlineCpus: []};
          clusters[setting.cluster] =
            setting.knob === 'cpu-clock' ? {...before, cpuHz: setting.hz} : {...before, onlineCpus: setting.cpus};
        }
      }
    }
    return {clusters, gpuHz, emcHz};
  }

  /** Number of `configuration`, or undefined when it is not in the space. */
  indexOf(configuration: DvfsConfiguration): number | undefined {
    if (this.#indexByKey.size === 0) {
      for (let index = 0; index < this.size; index += 1) this.#indexByKey.set(configurationKey(this.at(index)), index);
    }
    return this.#indexByKey.get(configurationKey(configuration));
  }
}

/** A string that is equal for equal configurations. */
export function configurationKey({clusters, gpuHz, emcHz}: DvfsConfiguration): string {
  const parts = clusters.map(({cpuHz, onlineCpus}) => `${String(cpuHz)}@${onlineCpus.join('+')}`);
  return [...parts, gpuHz, emcHz].join('|');
}

function countClusters(dimensions: readonly Dimension[]): number {
  const clusters = dimensions
    .flatMap(({levels}) => levels.flat())
    .flatMap((setting) => ('cluster' in setting ? [setting.cluster] : []));
  return clusters.length === 0 ? 0 : Math.max(...clusters) + 1;
}

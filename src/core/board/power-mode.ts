import type {DvfsConfiguration} from './configuration.js';
import type {PowerMode} from './hardware.js';
import type {ConfigurationSpace} from './space.js';

/** The vendor's tool rounds caps to a clock's own steps, which may lie a little above: 850 MHz means 854.25. */
const CAP_TOLERANCE = 0.01;

/**
 * The configuration of a space that comes closest to a power mode: no clock above its cap, the mode's cores where the
 * space has them (otherwise as many as it has below), then the highest clocks, CPU before GPU before memory. A memory clock
 * that the space holds fixed is taken as it is.
 *
 * @returns its index; undefined when every configuration is above some cap
 */
export function powerModeConfiguration(space: ConfigurationSpace, mode: PowerMode): number | undefined {
  const emcLevelsHz = space.dimensions.flatMap(({levels}) =>
    levels.flat().flatMap((setting) => (setting.knob === 'emc-clock' ? [setting.hz] : [])),
  );
  const caps = {...mode, emcMaxHz: Math.max(mode.emcMaxHz, Math.min(...emcLevelsHz))};
  let best: {readonly index: number; readonly rank: readonly number[]} | undefined;
  for (let index = 0; index < space.size; index += 1) {
    const configuration = space.at(index);
    if (!isAllowed(configuration, caps)) continue;
    const rank = rankOf(configuration);
    if (best === undefined || compare(rank, best.rank) > 0) best = {index, rank};
  }
  return best?.index;
}

function isAllowed({clusters, gpuHz, emcHz}: DvfsConfiguration, mode: PowerMode): boolean {
  const within = (hz: number, cap: number) => hz <= cap * (1 + CAP_TOLERANCE);
  const cpus = clusters.every(
    ({cpuHz, onlineCpus}, cluster) =>
      onlineCpus.every((cpu) => mode.onlineCpus.includes(cpu)) && within(cpuHz, mode.cpuMaxHz[cluster] ?? Infinity),
  );
  return cpus && within(gpuHz, mode.gpuMaxHz) && within(emcHz, mode.emcMaxHz);
}

function rankOf({clusters, gpuHz, emcHz}: DvfsConfiguration): readonly number[] {
  const cores = clusters.reduce((sum, {onlineCpus}) => sum + onlineCpus.length, 0);
  return [cores, ...clusters.map(({cpuHz}) => cpuHz), gpuHz, emcHz];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, n) => value !== b[n]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

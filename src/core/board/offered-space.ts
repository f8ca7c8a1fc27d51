import type {CpuCluster} from './board.js';
import type {KnobSetting} from './configuration.js';
import type {BoardNodes} from './nodes.js';
import {ConfigurationSpace} from './space.js';

/** A level of a space that the running kernel does not offer. */
export interface UnofferedLevel {
  /** For people: `GPU clock`. */
  readonly clock: string;
  readonly hz: number;
  /** The closest rates that it does offer: the next lower and the next higher one. */
  readonly nearestHz: readonly number[];
}

type ClockSetting = Exclude<KnobSetting, {knob: 'cores-online'}>;

/** Levels of `space` that the kernel does not list. A clock whose rates are not listed at all is taken as it comes. */
export function unofferedLevels(
  space: ConfigurationSpace,
  nodes: BoardNodes,
  clusters: readonly CpuCluster[],
): readonly UnofferedLevel[] {
  return [...clocksOf(space)].flatMap(([, {setting, levelsHz}]) => {
    const offered = offeredRates(setting, nodes, clusters);
    const missing = offered.length === 0 ? [] : levelsHz.filter((hz) => !offered.includes(hz));
    return missing.map((hz) => ({clock: nameOf(setting, clusters), hz, nearestHz: nearest(offered, hz)}));
  });
}

/**
 * The space that the running kernel offers: the board's own where all its levels are listed. A clock with a level that
 * is not listed takes as many of the listed rates instead, evenly from the lowest to the highest; a clock that cannot be
 * set at all falls out. Kernel releases differ in their tables (TX2: L4T r28 and r32).
 */
export function offeredSpace(
  space: ConfigurationSpace,
  nodes: BoardNodes,
  clusters: readonly CpuCluster[],
): ConfigurationSpace {
  const replaced = new Map(
    [...clocksOf(space)].map(([key, {setting, levelsHz}]) => {
      const rates = offeredRates(setting, nodes, clusters);
      return [key, {levelsHz, offeredHz: replacement(levelsHz, rates)}] as const;
    }),
  );
  const dimensions = space.dimensions.map(({name, levels}) => ({
    name,
    levels: distinct(levels.map((settings) => settings.flatMap((setting) => replace(setting, replaced)))),
  }));
  return new ConfigurationSpace(dimensions);
}

/** At most `count` of the rates, evenly spread, both ends among them. */
export function spread(rates: readonly number[], count: number): readonly number[] {
  if (rates.length <= count) return rates;
  if (count === 1) return rates.slice(-1);
  return Array.from({length: count}, (_, n) => rates[Math.round((n * (rates.length - 1)) / (count - 1))] ?? 0);
}

interface Replacement {
  readonly levelsHz: readonly number[];
  readonly offeredHz: readonly number[];
}

function replacement(levelsHz: readonly number[], rates: readonly number[]): readonly number[] {
  return rates.length === 0 || levelsHz.every((hz) => rates.includes(hz)) ? levelsHz : spread(rates, levelsHz.length);
}

/** The n-th level becomes the n-th offered rate; when fewer are offered, the lower levels fall together. */
function replace(setting: KnobSetting, replaced: ReadonlyMap<string, Replacement>): readonly KnobSetting[] {
  if (setting.knob === 'cores-online') return [setting];
  const {levelsHz, offeredHz} = replaced.get(keyOf(setting)) ?? {levelsHz: [], offeredHz: []};
  const place = levelsHz.indexOf(setting.hz) - (levelsHz.length - offeredHz.length);
  const hz = offeredHz[Math.max(0, place)];
  return hz === undefined ? [] : [{...setting, hz}];
}

function distinct(levels: readonly (readonly KnobSetting[])[]): readonly (readonly KnobSetting[])[] {
  return [...new Map(levels.map((settings) => [JSON.stringify(settings), settings])).values()];
}

/** The clocks of a space, and the levels of each, ascending. */
function clocksOf(
  space: ConfigurationSpace,
): ReadonlyMap<string, {readonly setting: ClockSetting; readonly levelsHz: readonly number[]}> {
  const clocks = new Map<string, {setting: ClockSetting; levelsHz: readonly number[]}>();
  for (const setting of space.dimensions.flatMap(({levels}) => levels.flat())) {
    if (setting.knob === 'cores-online') continue;
    const known = clocks.get(keyOf(setting))?.levelsHz ?? [];
    const levelsHz = [...new Set([...known, setting.hz])].toSorted((a, b) => a - b);
    clocks.set(keyOf(setting), {setting, levelsHz});
  }
  return clocks;
}

function keyOf(setting: ClockSetting): string {
  return setting.knob === 'cpu-clock' ? `cpu-clock ${setting.cluster}` : setting.knob;
}

function nameOf(setting: ClockSetting, clusters: readonly CpuCluster[]): string {
  if (setting.knob === 'cpu-clock') return `${clusters[setting.cluster]?.name ?? 'CPU'} clock`;
  return setting.knob === 'gpu-clock' ? 'GPU clock' : 'EMC clock';
}

/** Rates that every policy of the cluster lists; empty when nothing is listed. */
function offeredRates(
  setting: ClockSetting,
  {cpuDomains, gpu, emc}: BoardNodes,
  clusters: readonly CpuCluster[],
): readonly number[] {
  if (setting.knob === 'gpu-clock') return gpu?.ratesHz ?? [];
  if (setting.knob === 'emc-clock') return emc?.ratesHz ?? [];
  const cpus = clusters[setting.cluster]?.cpus ?? [];
  const [first, ...others] = cpuDomains.filter((domain) => domain.cpus.some((cpu) => cpus.includes(cpu)));
  return (first?.ratesHz ?? []).filter((hz) => others.every(({ratesHz}) => ratesHz.includes(hz)));
}

function nearest(offered: readonly number[], hz: number): readonly number[] {
  const lower = offered.filter((rate) => rate < hz).slice(-1);
  const higher = offered.filter((rate) => rate > hz).slice(0, 1);
  return [...lower, ...higher];
}

import type {Actuator} from '../core/board/actuator.js';
import {KNOB_KINDS, type DvfsConfiguration, type KnobKind, type KnobSetting} from '../core/board/configuration.js';
import {ASSUMED_TRANSITION_TIMES_US} from '../core/board/transition.js';
import type {ConfigurationSpace, Dimension} from '../core/board/space.js';
import {median} from '../core/median.js';
import type {TransitionMeasurement} from '../core/profile.js';

/** Changes in either direction; the median of them counts. */
const REPETITIONS = 5;

/** Every knob's cost as assumed, until it is measured. */
export function assumedTransitions(): readonly TransitionMeasurement[] {
  return KNOB_KINDS.map((knob) => ({
    knob,
    from: 0,
    to: 0,
    timeUs: ASSUMED_TRANSITION_TIMES_US[knob],
    energyUj: null,
    source: 'assumed',
  }));
}

/**
 * Times a change of every knob that a board has, from its lowest level to its highest and back, with everything else at
 * the reference. A change includes reading back what was written; of cores, the time is that of one.
 *
 * Knobs that the board does not have cost nothing and are measured as that.
 */
export function measureTransitions(
  actuator: Actuator,
  space: ConfigurationSpace,
  nowUs: () => number,
): readonly TransitionMeasurement[] {
  const reference = space.at(space.reference);
  return KNOB_KINDS.flatMap((knob) => {
    const dimension = space.dimensions.find(({levels}) => levels.length > 1 && levels.flat().some(isOf(knob)));
    if (dimension === undefined) return [measured(knob, 0, 0, 0)];
    const lowest = atLowest(reference, dimension, knob);
    const [before, after] = [levelOf(lowest, reference, knob), levelOf(reference, reference, knob)];
    const cores = knob === 'cores-online' ? Math.max(1, Math.abs(after - before)) : 1;
    const ups: number[] = [];
    const downs: number[] = [];
    actuator.apply(reference);
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      downs.push(timeOf(() => actuator.apply(lowest), nowUs) / cores);
      ups.push(timeOf(() => actuator.apply(reference), nowUs) / cores);
    }
    return [measured(knob, before, after, median(ups)), measured(knob, after, before, median(downs))];
  });
}

function isOf(knob: KnobKind): (setting: KnobSetting) => boolean {
  return (setting) => setting.knob === knob;
}

/** The reference with one knob at the lowest level that its dimension gives it. */
function atLowest(reference: DvfsConfiguration, {levels}: Dimension, knob: KnobKind): DvfsConfiguration {
  const setting = levels[0]?.find(isOf(knob));
  switch (setting?.knob) {
    case undefined:
      return reference;
    case 'gpu-clock':
      return {...reference, gpuHz: setting.hz};
    case 'emc-clock':
      return {...reference, emcHz: setting.hz};
    case 'cpu-clock':
    case 'cores-online': {
      const clusters = reference.clusters.map((cluster, index) => {
        if (index !== setting.cluster) return cluster;
        return setting.knob === 'cpu-clock' ? {...cluster, cpuHz: setting.hz} : {...cluster, onlineCpus: setting.cpus};
      });
      return {...reference, clusters};
    }
  }
}

/** A knob's level in numbers: the clock that differs from the reference, or the cores online. */
function levelOf(configuration: DvfsConfiguration, reference: DvfsConfiguration, knob: KnobKind): number {
  const {clusters, gpuHz, emcHz} = configuration;
  if (knob === 'gpu-clock') return gpuHz;
  if (knob === 'emc-clock') return emcHz;
  if (knob === 'cores-online') return clusters.reduce((sum, {onlineCpus}) => sum + onlineCpus.length, 0);
  const changed = clusters.find(({cpuHz}, index) => cpuHz !== reference.clusters[index]?.cpuHz);
  return (changed ?? clusters[0])?.cpuHz ?? 0;
}

function timeOf(work: () => unknown, nowUs: () => number): number {
  const startUs = nowUs();
  work();
  return nowUs() - startUs;
}

function measured(knob: KnobKind, from: number, to: number, timeUs: number): TransitionMeasurement {
  return {knob, from, to, timeUs, energyUj: null, source: 'measured'};
}

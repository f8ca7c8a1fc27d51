import type {KnobSetting} from '../core/board/configuration.js';
import type {Dimension} from '../core/board/space.js';

/** The units in which kernel tables and the original lists give clocks. */
export const KHZ = 1e3;
export const MHZ = 1e6;

/** A dimension that sets one clock. */
export function clockDimension(
  name: string,
  clocksHz: readonly number[],
  setting: (hz: number) => KnobSetting,
): Dimension {
  return {name, levels: clocksHz.map((hz) => [setting(hz)])};
}

/** Evenly stepped clocks from `lowestHz`, `count` of them. */
export function steppedClocks(lowestHz: number, stepHz: number, count: number): readonly number[] {
  return Array.from({length: count}, (_, step) => lowestHz + step * stepHz);
}

/** A dimension that brings cores online one by one, in the order of their numbers. */
export function coreCountDimension(cpus: readonly number[]): Dimension {
  return {
    name: 'cores online',
    levels: cpus.map((_, last) => [{knob: 'cores-online', cluster: 0, cpus: cpus.slice(0, last + 1)}]),
  };
}

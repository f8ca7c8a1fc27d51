import type {KnobSetting} from '../../core/board/configuration.js';
import type {Dimension} from '../../core/board/space.js';

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

import type {RailFact} from '../core/board/machine-facts.js';
import type {RailChannel} from '../core/board/power-sensor.js';
import {monotonicUs} from './monotonic-clock.js';
import {ChannelReader} from './read-channel.js';

/** Reads every rail once. Counters of energy know no power at a first reading. */
export function readRails(channels: readonly RailChannel[]): readonly RailFact[] {
  return channels.map(({rail, driver, device, source}) => {
    const reader = new ChannelReader(source);
    try {
      const {powerMw} = reader.read(monotonicUs());
      return {rail, driver, device, powerMw: Number.isNaN(powerMw) ? null : powerMw};
    } catch (error) {
      return {rail, driver, device, powerMw: null, problem: error instanceof Error ? error.message : String(error)};
    } finally {
      reader.close();
    }
  });
}

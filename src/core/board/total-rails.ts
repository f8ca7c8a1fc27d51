import {EnvironmentError} from '../errors.js';
import type {RailRule} from './hardware.js';
import type {RailChannel, TotalRails} from './power-sensor.js';

/** The parts of a machine without a board's rule that may stand for all of it, best first. */
const GENERIC_DRIVERS = ['intel-rapl', 'hwmon'] as const;

/**
 * The channels that make up a board's power, by its rule.
 *
 * **Errors:** EnvironmentError that names the rails that are not there or are switched off; a sum without them would be
 * too low.
 */
export function totalRails(channels: readonly RailChannel[], {total}: RailRule): TotalRails {
  const found = total.map((rail) => ({rail, channel: channels.find((channel) => channel.rail === rail)}));
  const missing = found.filter(({channel}) => channel === undefined).map(({rail}) => rail);
  if (missing.length > 0) {
    const there = channels.map(({rail}) => rail).join(', ');
    throw new EnvironmentError(
      `the power sensor gives no ${missing.join(', ')}; the board's power is ${total.join(' + ')}, found are ${there || 'no rails'}`,
      {suggestions: ['neuos boards probe', 'neuos doctor']},
    );
  }
  const chosen = found.flatMap(({channel}) => channel ?? []);
  const off = chosen.filter(({enabled}) => !enabled).map(({rail, device}) => `${rail} (${device})`);
  if (off.length > 0) {
    throw new EnvironmentError(`the power sensor's channel for ${off.join(', ')} is switched off`, {
      suggestions: ['neuos doctor'],
    });
  }
  return describe(chosen);
}

/**
 * The channels that stand for the power of a machine that is no known board: the rails of the first rule that is whole,
 * or the processor's own packages, or the one device that gives power. Undefined when there is none that could.
 */
export function genericTotal(channels: readonly RailChannel[], rules: readonly RailRule[]): TotalRails | undefined {
  const usable = channels.filter(({enabled}) => enabled);
  const rule = rules.find(({total}) => total.every((rail) => usable.some((channel) => channel.rail === rail)));
  if (rule !== undefined) return totalRails(usable, rule);
  const byDriver = GENERIC_DRIVERS.map((driver) => usable.filter((channel) => channel.driver === driver));
  const [packages = [], devices = []] = byDriver;
  if (packages.length > 0) return describe(packages);
  return devices.length === 1 ? describe(devices) : undefined;
}

function describe(channels: readonly RailChannel[]): TotalRails {
  const drivers = [...new Set(channels.map(({driver}) => driver))].join(' and ');
  return {channels, description: `${drivers}: ${channels.map(({rail}) => rail).join(' + ')}`};
}

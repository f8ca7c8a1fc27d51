import type {RailSource} from '../core/board/power-sensor.js';
import {monotonicUs} from './monotonic-clock.js';
import {ChannelReader} from './read-channel.js';
import {SampleRing} from './sample-ring.js';

/** What the sampling thread is given. */
export interface SamplerOptions {
  readonly memory: SharedArrayBuffer;
  /** The rails whose sum is the board's power. */
  readonly sources: readonly RailSource[];
  readonly intervalMs: number;
  /** Readings that may fail one after another before sampling gives up. */
  readonly patience: number;
}

/** Samples until it is asked to stop. @returns why it gave up; undefined when it was asked */
export function sample({memory, sources, intervalMs, patience}: SamplerOptions): string | undefined {
  const ring = new SampleRing(memory);
  const readers = sources.map((source) => new ChannelReader(source));
  let raw = '';
  let failed = 0;
  try {
    for (;;) {
      try {
        const taken = readAll(readers);
        // The first reading may be an old one: nothing tells.
        if (!Number.isNaN(taken.powerMw)) ring.push({...taken, isFresh: raw !== '' && taken.raw !== raw});
        raw = taken.raw;
        failed = 0;
      } catch (error) {
        failed += 1;
        if (failed > patience) return error instanceof Error ? error.message : String(error);
      }
      if (ring.pause(intervalMs)) return undefined;
    }
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** One sample over all rails, stamped in the middle of its reading. */
function readAll(readers: readonly ChannelReader[]): {timeUs: number; powerMw: number; raw: string} {
  const startUs = monotonicUs();
  const readings = readers.map((reader) => reader.read(monotonicUs()));
  return {
    timeUs: (startUs + monotonicUs()) / 2,
    powerMw: readings.reduce((sum, {powerMw}) => sum + powerMw, 0),
    raw: readings.map((reading) => reading.raw).join(';'),
  };
}

import type {Clock} from '../core/clock.js';
import {throwIfInterrupted} from '../core/errors.js';
import type {BoardMeter} from '../core/measuring.js';
import {originalRows} from '../core/profile.js';
import type {ProfileStore, ProfileWriter, SweepHeader} from '../core/profile-store.js';
import {shuffledIndices} from '../core/random/shuffle.js';

/** Longest stretch without a look at signals and progress. */
const BREATH_MS = 50;

export interface ProfileInputs {
  readonly header: SweepHeader;
  readonly meter: BoardMeter;
  readonly store: ProfileStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called some times a second. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ProfileResult {
  readonly configurations: number;
  readonly rows: number;
  /** Configurations that an earlier run of the same sweep had measured. */
  readonly resumed: number;
}

/**
 * Measures every configuration × layer that is not measured yet, in an order that the seed fixes, so that heat and drift
 * do not line up with a knob.
 *
 * **Errors:** InterruptedError when the signal stops it; what was measured until then is kept.
 */
export async function profile(inputs: ProfileInputs): Promise<ProfileResult> {
  const writer = inputs.store.openForWriting(inputs.header);
  try {
    return await sweep(inputs, writer);
  } finally {
    writer.close();
  }
}

async function sweep(
  {header, meter, clock, signal, onProgress}: ProfileInputs,
  writer: ProfileWriter,
): Promise<ProfileResult> {
  const {configurationCount, seed} = header.identity;
  const rows = originalRows(header.networks);
  const measured = writer.measuredConfigurations();
  const resumed = measured.reduce((count, flag) => count + flag, 0);
  if (writer.state !== undefined) meter.restoreState(writer.state);
  if (resumed === 0) writer.recordTransitions(meter.transitions());
  let done = resumed;
  let breathAt = clock.nowMs() + BREATH_MS;
  for (const configuration of shuffledIndices(configurationCount, seed)) {
    if (measured[configuration] === 1) continue;
    writer.append(rows, await meter.measure(configuration, rows), meter.saveState());
    done += 1;
    if (clock.nowMs() < breathAt) continue;
    onProgress?.(done, configurationCount);
    await clock.breathe();
    throwIfInterrupted(signal, 'What was measured is kept; the same command continues.');
    breathAt = clock.nowMs() + BREATH_MS;
  }
  onProgress?.(done, configurationCount);
  return {configurations: done, rows: done * rows.length, resumed};
}

import {anchorConfigurations} from '../core/board/anchors.js';
import type {ConfigurationSpace} from '../core/board/space.js';
import type {Clock} from '../core/clock.js';
import {throwIfInterrupted} from '../core/errors.js';
import type {BoardMeter} from '../core/measuring.js';
import type {AccuracyJudge} from '../core/network/accuracy-judge.js';
import {originalRows, variantRows} from '../core/profile.js';
import type {ProfileStore, ProfileWriter, SweepHeader} from '../core/profile-store.js';
import {shuffledIndices} from '../core/random/shuffle.js';
import {profileAccuracy} from './profile-accuracy.js';

/** Longest stretch without a look at signals and progress. */
const BREATH_MS = 50;

export interface ProfileInputs {
  readonly header: SweepHeader;
  readonly space: ConfigurationSpace;
  readonly meter: BoardMeter;
  readonly store: ProfileStore;
  /** Absent when the networks have no variants. */
  readonly judge?: AccuracyJudge | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress?: ProfileProgress;
}

/** Called some times a second, with what is being counted. */
export type ProfileProgress = (stage: 'configurations' | 'runs for accuracy', done: number, total: number) => void;

export interface ProfileResult {
  readonly configurations: number;
  readonly rows: number;
  /** Configurations that an earlier run of the same sweep had measured. */
  readonly resumed: number;
}

/**
 * Measures what is not measured yet: every configuration × layer, in an order that the seed fixes, so that heat and
 * drift do not line up with a knob; low-rank variants at the anchor configurations; then what variants cost in accuracy.
 *
 * **Errors:** InterruptedError when the signal stops it; what was measured until then is kept.
 */
export async function profile(inputs: ProfileInputs): Promise<ProfileResult> {
  const writer = inputs.store.openForWriting(inputs.header);
  try {
    const result = await sweep(inputs, writer);
    await profileAccuracy(
      {...inputs, onProgress: (...counts) => inputs.onProgress?.('runs for accuracy', ...counts)},
      writer,
    );
    return result;
  } finally {
    writer.close();
  }
}

async function sweep(
  {header, space, meter, clock, signal, onProgress}: ProfileInputs,
  writer: ProfileWriter,
): Promise<ProfileResult> {
  const {configurationCount, seed} = header.identity;
  const originals = originalRows(header.networks);
  const everything = variantRows(header.networks);
  const anchors = new Set(anchorConfigurations(space));
  const measured = writer.measuredConfigurations();
  const resumed = measured.reduce((count, flag) => count + flag, 0);
  if (writer.state !== undefined) meter.restoreState(writer.state);
  if (resumed === 0) writer.recordTransitions(meter.transitions());
  const checkpoint = () => {
    throwIfInterrupted(signal, 'What was measured is kept; the same command continues.');
  };
  let done = resumed;
  let breathAt = clock.nowMs() + BREATH_MS;
  for (const configuration of shuffledIndices(configurationCount, seed)) {
    if (measured[configuration] === 1) continue;
    const rows = anchors.has(configuration) ? everything : originals;
    writer.append(rows, await meter.measure(configuration, rows, checkpoint), meter.saveState());
    done += 1;
    if (clock.nowMs() < breathAt) continue;
    onProgress?.('configurations', done, configurationCount);
    await clock.breathe();
    checkpoint();
    breathAt = clock.nowMs() + BREATH_MS;
  }
  onProgress?.('configurations', done, configurationCount);
  const variantCount = everything.length - originals.length;
  return {configurations: done, rows: done * originals.length + anchors.size * variantCount, resumed};
}

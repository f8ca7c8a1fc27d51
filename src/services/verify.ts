import {DataError, throwIfInterrupted} from '../core/errors.js';
import type {BoardMeter} from '../core/measuring.js';
import type {ProfileReader} from '../core/profile-store.js';
import {shuffledIndices} from '../core/random/shuffle.js';
import {judgeVerification, type Verification, type VerifiedRow} from '../core/verification.js';

/** Rows that are measured again. */
const ROWS = 10;

export interface VerifyInputs {
  readonly profile: ProfileReader;
  /** For messages: the file. */
  readonly place: string;
  readonly meter: BoardMeter;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/**
 * Measures ten stored rows again, each at another configuration, and says whether the profile still holds: another unit
 * of the board, another release of its system or another climate may have changed it.
 *
 * **Errors:** DataError when the profile holds nothing measured; InterruptedError when the signal stops it.
 */
export async function verify({profile, place, meter, seed, signal}: VerifyInputs): Promise<Verification> {
  const rows: VerifiedRow[] = [];
  const checkpoint = () => {
    throwIfInterrupted(signal, 'Nothing was changed.');
  };
  for (const configuration of shuffledIndices(profile.header.identity.configurationCount, seed)) {
    if (rows.length === ROWS) break;
    checkpoint();
    const measured = profile.measurementsAt(configuration).filter(({measurement}) => measurement.source === 'measured');
    // Another row each time, so that every layer has its turn.
    const stored = measured[rows.length % Math.max(1, measured.length)];
    if (stored === undefined) continue;
    const [again] = (await meter.measure(configuration, [stored.row], checkpoint)).rows;
    if (again === undefined) continue;
    rows.push({
      configuration,
      row: stored.row,
      storedUs: stored.measurement.latencyMedianUs,
      measuredUs: again.latencyMedianUs,
      storedMw: stored.measurement.powerMw,
      measuredMw: again.powerMw,
    });
  }
  if (rows.length > 0) return judgeVerification(rows);
  throw new DataError(`${place} holds no measured row`, {suggestions: ['neuos profile']});
}

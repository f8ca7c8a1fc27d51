import {UsageError} from '../core/errors.js';

/** Ranks as they were typed: a number for all operators, numbers for single ones. */
export interface TypedRanks {
  readonly everywhere?: number;
  readonly byName: ReadonlyMap<string, number>;
}

/**
 * Reads `--rank 32` and `--rank NAME=16`; undefined when none was given.
 *
 * **Errors:** UsageError for anything else, and for two numbers that would hold for the same operator.
 */
export function parseRanks(texts: readonly string[]): TypedRanks | undefined {
  if (texts.length === 0) return undefined;
  const byName = new Map<string, number>();
  let everywhere: number | undefined;
  for (const text of texts) {
    const at = text.lastIndexOf('=');
    const [name, rank] = [text.slice(0, Math.max(0, at)), rankOf(text.slice(at + 1), text)];
    if (name === '' ? everywhere !== undefined : byName.has(name)) {
      throw new UsageError(
        `--rank ${text}: a rank ${name === '' ? 'for all operators' : `for ${name}`} is given twice`,
      );
    }
    if (name === '') everywhere = rank;
    else byName.set(name, rank);
  }
  return everywhere === undefined ? {byName} : {everywhere, byName};
}

function rankOf(digits: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(digits)) return Number(digits);
  throw new UsageError(`--rank ${text}: allowed is a whole number from 1 on, or NAME=NUMBER`, {
    suggestions: ['neuos lowrank alexnet-fmnist --rank 32'],
  });
}

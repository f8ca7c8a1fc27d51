import {Flags} from '@oclif/core';
import {UsageError} from '../core/errors.js';

/** Most values that a range may stand for. */
const LONGEST_RANGE = 10_000;

/** Whole numbers: `1,2,5` or `1..20`. */
export const seedsFlag = Flags.custom<readonly number[]>({
  helpValue: 'N,…|N..M',
  parse: (text, _context, {name}) => {
    const range = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text);
    const [from, to] = [Number(range?.[1]), Number(range?.[2])];
    if (range !== null && to >= from && to - from < LONGEST_RANGE) {
      return Promise.resolve(Array.from({length: to - from + 1}, (_, index) => from + index));
    }
    if (/^\d{1,9}(,\d{1,9})*$/.test(text)) return Promise.resolve(text.split(',').map(Number));
    throw new UsageError(`--${name} ${text}: allowed are whole numbers such as 1,2,5 or 1..20`);
  },
});

/** Positive numbers: `1.05,1.2,1.5`. */
export const factorsFlag = Flags.custom<readonly number[]>({
  helpValue: 'X,…',
  parse: (text, _context, {name}) => {
    const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (values.every((value) => Number.isFinite(value) && value >= 0)) return Promise.resolve(values);
    throw new UsageError(`--${name} ${text}: allowed are numbers such as 1.05,1.2,1.5`);
  },
});

/** Reads some of a list of words: `max-n,neuos`. **Errors:** UsageError when one is not in it. */
export function parseChoices<Word extends string>(
  text: string,
  name: string,
  allowed: readonly Word[],
): readonly Word[] {
  return text.split(',').map((word) => {
    const found = allowed.find((known) => known === word);
    if (found === undefined) throw new UsageError(`--${name} ${word}: allowed are ${allowed.join(', ')}`);
    return found;
  });
}

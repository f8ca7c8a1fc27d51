import {Flags} from '@oclif/core';
import {UsageError} from '../core/errors.js';

/** Any seed will do; the default is fixed so that what is shown can be shown again. */
export const seedFlag = Flags.custom<number>({
  description: 'Seed of order and noise; the same seed gives the same result.',
  helpValue: 'N',
  default: 1,
  parse: (text, _context, {name}) => {
    if (/^\d{1,9}$/.test(text)) return Promise.resolve(Number(text));
    throw new UsageError(`--${name} ${text}: allowed is a whole number from 0 to 999999999`);
  },
});

export const boardFlag = Flags.custom({
  description:
    'Board to use: sim:NAME for a simulated one, the name of a Jetson, or linux for this machine (see `neuos boards list`).',
  helpValue: 'BOARD',
});

export const profileFlag = Flags.custom({helpValue: 'FILE'});

export const tableFlag = Flags.custom({helpValue: 'FILE'});

/** `all`, `none` or a number of jobs. */
export const executeFlag = Flags.custom<number>({
  helpValue: 'all|none|K',
  parse: (text) => {
    if (text === 'all') return Promise.resolve(Infinity);
    if (text === 'none') return Promise.resolve(0);
    if (/^\d+$/.test(text)) return Promise.resolve(Number(text));
    throw new UsageError(`--execute ${text}: allowed is all, none or a number of jobs`, {
      suggestions: ['neuos run --execute 60'],
    });
  },
});

/** `1%`, `0.5 %` or `0.01`. */
export const shareFlag = Flags.custom<number>({
  helpValue: 'SHARE',
  parse: (text, _context, {name}) => {
    const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
    const share = match === null ? NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
    if (share >= 0 && share <= 1) return Promise.resolve(share);
    throw new UsageError(`--${name} ${text}: allowed is a share such as 1% or 0.01`, {
      suggestions: [`neuos run --${name} 1%`],
    });
  },
});

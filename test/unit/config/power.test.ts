import {describe, expect, it} from 'vitest';
import {parsePowerMw} from '../../../src/config/power.js';

describe('parsePowerMw', () => {
  it.each([
    ['8W', 8000],
    ['7.5 W', 7500],
    ['900mW', 900],
  ])('reads %s', (text, mw) => {
    expect(parsePowerMw(text)).toBe(mw);
  });

  it.each(['8', 'W', '-1W', '8kW', ''])('refuses %j', (text) => {
    expect(parsePowerMw(text)).toBeUndefined();
  });
});

import {mean, standardDeviation} from 'simple-statistics';
import {describe, expect, it} from 'vitest';
import {hash, KeyedNoise} from '../../../../src/core/random/keyed-noise.js';

const noise = new KeyedNoise(11);
const keys = Array.from({length: 20_000}, (_, n) => [n % 50, Math.floor(n / 50) % 40, Math.floor(n / 2000)] as const);

describe('KeyedNoise', () => {
  it('depends on seed and key, and not on what was asked before', () => {
    const forwards = keys.map((key) => noise.uniform(...key));
    const backwards = keys.toReversed().map((key) => new KeyedNoise(11).uniform(...key));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(new Set(forwards).size).toBeGreaterThan(keys.length * 0.999);
    expect(new KeyedNoise(12).uniform(1, 2, 3)).not.toBe(noise.uniform(1, 2, 3));
  });

  it('tells the parts of a key apart', () => {
    const orders = [noise.uniform(1, 2, 3), noise.uniform(3, 2, 1), noise.uniform(2, 1, 3), noise.uniform(1, 2, -3)];
    expect(new Set(orders).size).toBe(4);
  });

  it('is uniform between 0 and 1', () => {
    const values = keys.map((key) => noise.uniform(...key));
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  it('is normal where that is asked for', () => {
    const values = keys.map((key) => noise.normal(...key));
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(standardDeviation(values)).toBeCloseTo(1, 1);
    expect(values.filter((value) => Math.abs(value) > 1.96).length / values.length).toBeCloseTo(0.05, 2);
  });
});

describe('hash', () => {
  it('is a whole number of 32 bits, and stays what it is', () => {
    expect([hash(0, 0, 0, 0), hash(1, 2, 3, 4), hash(-1, 7, 0, 1)]).toEqual([
      463_545_907, 3_847_149_540, 1_910_824_919,
    ]);
  });
});

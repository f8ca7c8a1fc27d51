import {describe, expect, it} from 'vitest';
import {speedUpBuckets} from '../../../../src/core/tables/layer-plans.js';
import {PRICE_COUNT, pricesMw} from '../../../../src/core/tables/prices.js';

/** Distinct ratios between neighbours, to nine digits. */
const ratios = (values: Float64Array) =>
  new Set([...values].slice(1).map((value, index) => (value / (values[index] ?? NaN)).toPrecision(9)));

describe('pricesMw', () => {
  const prices = pricesMw(5000);

  it('begins with time that costs nothing and ends where nothing but time counts', () => {
    expect(prices).toHaveLength(PRICE_COUNT);
    expect([prices[0], prices[1], prices.at(-1)]).toEqual([0, 50, expect.closeTo(500_000, 3)]);
  });

  it('is geometric in between', () => {
    expect(ratios(prices.subarray(1)).size).toBe(1);
  });
});

describe('speedUpBuckets', () => {
  it('is geometric and ends at the reference', () => {
    const buckets = speedUpBuckets();
    expect(buckets).toHaveLength(64);
    expect([buckets[0], buckets.at(-1)]).toEqual([0.02, 1]);
    expect(ratios(buckets).size).toBe(1);
  });
});

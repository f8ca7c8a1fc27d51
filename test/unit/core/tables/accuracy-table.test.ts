import {describe, expect, it} from 'vitest';
import {
  bucketGain,
  entryForNeed,
  fastestEntry,
  GAIN_BUCKET_COUNT,
  gainBucket,
  gainToGo,
  layerGain,
  layerLoss,
  lossToGo,
  variantOf,
} from '../../../../src/core/tables/accuracy-table.js';
import {
  buildAccuracyTable,
  originalOnlyTable,
  spreadLoss,
  withLossLimit,
} from '../../../../src/core/tables/build-accuracy-table.js';

const table = buildAccuracyTable(2, [
  {variants: [0, 0], layerLosses: [0, 0], layerGains: [1, 1], gainToGo: [1, 1]},
  {variants: [1, 0], layerLosses: [0.01, 0], layerGains: [1.6, 1], gainToGo: [1.3, 1]},
  {variants: [2, 3], layerLosses: [0.03, 0.02], layerGains: [2.5, 2.2], gainToGo: [2.4, 2.2]},
]);

describe('an accuracy table', () => {
  it('takes the original where nothing more is needed', () => {
    expect([entryForNeed(table, 0, 1), entryForNeed(table, 1, 0.3)]).toEqual([0, 0]);
  });

  it('takes the least loss that gives enough from the layer on', () => {
    expect([entryForNeed(table, 0, 1.2), entryForNeed(table, 0, 1.8)]).toEqual([1, 2]);
    expect(entryForNeed(table, 1, 1.2)).toBe(2);
  });

  it('has nothing where nothing gives enough, and names what gives the most', () => {
    expect([entryForNeed(table, 0, 2.6), entryForNeed(table, 0, 100)]).toEqual([-1, -1]);
    expect([fastestEntry(table, 0), fastestEntry(originalOnlyTable(3), 0)]).toEqual([2, 0]);
  });

  it('adds losses up from the end', () => {
    expect([0, 1, 2].map((layer) => lossToGo(table, 2, layer))).toEqual([0.05, 0.02, 0]);
    expect([0, 1, 2].map((layer) => gainToGo(table, 2, layer))).toEqual([2.4, 2.2, 1]);
  });

  it('knows the variant of each layer, its gain and its loss', () => {
    expect([variantOf(table, 2, 1), layerGain(table, 2, 1), layerLoss(table, 2, 1)]).toEqual([3, 2.2, 0.02]);
  });
});

describe('withLossLimit', () => {
  it('leaves out what loses too much, and its gains with it', () => {
    const limited = withLossLimit(table, 0.02);
    expect(limited.entryCount).toBe(2);
    expect([entryForNeed(limited, 0, 1.2), entryForNeed(limited, 0, 1.8)]).toEqual([1, -1]);
    expect([variantOf(limited, 1, 0), layerGain(limited, 1, 0), lossToGo(limited, 1, 0)]).toEqual([1, 1.6, 0.01]);
  });

  it('keeps everything that is allowed, and the original always', () => {
    expect(withLossLimit(table, 1)).toEqual(table);
    expect(withLossLimit(table, -1).entryCount).toBe(1);
  });
});

describe('gainBucket', () => {
  it('has one for «none needed», and one beyond the last', () => {
    expect([0, 1, 1 + 1e-7, 1.01, 6, 6.1, Infinity].map(gainBucket)).toEqual([0, 0, 0, 1, 47, 48, 48]);
    expect(GAIN_BUCKET_COUNT).toBe(48);
  });

  it('ends where bucketGain says', () => {
    for (let bucket = 0; bucket < GAIN_BUCKET_COUNT; bucket += 1) expect(gainBucket(bucketGain(bucket))).toBe(bucket);
  });
});

describe('spreadLoss', () => {
  it('follows what each variant loses by itself', () => {
    const shares = spreadLoss([1, 0, 2], 0.08, [0.01, 0.5, 0.03]);
    expect(shares).toEqual([0.02, 0, expect.closeTo(0.06, 12)]);
  });

  it('is even over the replaced layers where none loses anything by itself', () => {
    expect(spreadLoss([1, 0, 2], 0.08, [-0.01, 0, 0])).toEqual([0.04, 0, 0.04]);
  });
});

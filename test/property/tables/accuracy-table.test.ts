import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  bucketGain,
  entryForNeed,
  fastestEntry,
  GAIN_BUCKET_COUNT,
  gainBucket,
  gainToGo,
  lossToGo,
} from '../../../src/core/tables/accuracy-table.js';
import {spreadLoss, type AccuracyTableEntry} from '../../../src/core/tables/build-accuracy-table.js';
import {randomAccuracyTable} from '../../support/random-approximations.js';

const need = fc.double({min: 0.5, max: 8, noNaN: true});
const lossFrom = ({layerLosses}: AccuracyTableEntry, layer: number) =>
  layerLosses.slice(layer).reduce((sum, loss) => sum + loss, 0);

describe('the accuracy table', () => {
  it('finds the entry that a search of all entries finds', () => {
    fc.assert(
      fc.property(randomAccuracyTable, need, ({table, entries}, needed) => {
        for (let layer = 0; layer < table.layerCount; layer += 1) {
          const key = bucketGain(gainBucket(needed)) - 1e-9;
          const giving = entries.filter((entry) => (entry.gainToGo[layer] ?? NaN) >= key);
          const found = entryForNeed(table, layer, needed);
          if (giving.length === 0 || gainBucket(needed) === GAIN_BUCKET_COUNT) expect(found).toBe(-1);
          else {
            const least = Math.min(...giving.map((entry) => lossFrom(entry, layer)));
            expect(lossToGo(table, found, layer)).toBeCloseTo(least, 12);
            expect(gainToGo(table, found, layer)).toBeGreaterThanOrEqual(needed * (1 - 1e-5));
          }
        }
      }),
    );
  });

  it('rounds keys up, and by one bucket at most', () => {
    fc.assert(
      fc.property(fc.double({min: 0.1, max: 6, noNaN: true}), (needed) => {
        const bucket = gainBucket(needed);
        expect(bucketGain(bucket)).toBeGreaterThanOrEqual(needed * (1 - 1e-5));
        if (bucket > 0) expect(bucketGain(bucket - 1)).toBeLessThan(needed);
      }),
    );
  });

  it('loses no less, and gains no less, the more is needed', () => {
    fc.assert(
      fc.property(randomAccuracyTable, need, need, ({table}, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        for (let layer = 0; layer < table.layerCount; layer += 1) {
          const [low, high] = [entryForNeed(table, layer, less), entryForNeed(table, layer, more)];
          if (low < 0) expect(high).toBe(-1);
          if (high < 0) continue;
          expect(lossToGo(table, high, layer)).toBeGreaterThanOrEqual(lossToGo(table, low, layer));
          if (lossToGo(table, high, layer) === lossToGo(table, low, layer)) continue;
          // Were the cheaper one fast enough, it would have been taken for the higher need as well.
          expect(gainToGo(table, low, layer)).toBeLessThan(bucketGain(gainBucket(more)));
        }
      }),
    );
  });

  it('knows the entry that gives the most', () => {
    fc.assert(
      fc.property(randomAccuracyTable, ({table, entries}) => {
        for (let layer = 0; layer < table.layerCount; layer += 1) {
          const most = Math.max(...entries.map((entry) => entry.gainToGo[layer] ?? NaN));
          expect(gainToGo(table, fastestEntry(table, layer), layer)).toBe(most);
        }
      }),
    );
  });
});

describe('spreadLoss', () => {
  const layer = fc.record({
    variant: fc.nat({max: 3}),
    own: fc.integer({min: -10, max: 100}).map((points) => points / 1000),
  });

  it('gives every replaced layer a share, the original ones none, and loses nothing on the way', () => {
    fc.assert(
      fc.property(
        fc.array(layer, {minLength: 1, maxLength: 8}),
        fc.double({min: 0, max: 0.5, noNaN: true}),
        (of, loss) => {
          const variants = of.map(({variant}) => variant);
          fc.pre(variants.some((variant) => variant > 0));
          const shares = spreadLoss(
            variants,
            loss,
            of.map(({own}) => own),
          );
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(loss, 9);
          for (const [index, share] of shares.entries()) {
            expect(share).toBeGreaterThanOrEqual(0);
            if (variants[index] === 0) expect(share).toBe(0);
          }
        },
      ),
    );
  });
});

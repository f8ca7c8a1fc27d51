import fc from 'fast-check';
import {describe, expect, it} from 'vitest';

import {cheapestCuts, mostLayers, type CutPlace} from '../../src/core/network/cheapest-cuts.js';

const networks = fc
  .array(fc.record({work: fc.integer({min: 0, max: 5}), bytes: fc.integer({min: 1, max: 9})}), {
    minLength: 1,
    maxLength: 8,
  })
  .map((layers) => {
    let workBefore = 0;
    const places: CutPlace[] = [{workBefore, bytes: 3}];
    for (const {work, bytes} of layers) places.push({workBefore: (workBefore += work), bytes});
    return places;
  });

/** Every choice of places that begins and ends where the network does, and whose layers are large enough. */
function allCuts(places: readonly CutPlace[], minWork: number): readonly (readonly number[])[] {
  const end = places.length - 1;
  const choices = Array.from({length: 2 ** (end - 1)}, (_, bits) => [
    0,
    ...Array.from({length: end - 1}, (_place, index) => index + 1).filter((place) => (bits >> (place - 1)) % 2 === 1),
    end,
  ]);
  const work = (from: number, to: number) => (places[to]?.workBefore ?? 0) - (places[from]?.workBefore ?? 0);
  return choices.filter((cut) => cut.slice(1).every((to, index) => work(cut[index] ?? 0, to) >= minWork));
}

const bytesOf = (places: readonly CutPlace[], cut: readonly number[]) =>
  cut.slice(1).reduce((sum, place) => sum + (places[place]?.bytes ?? 0), 0);

describe('cheapestCuts', () => {
  it('finds what a search of everything finds', () => {
    fc.assert(
      fc.property(networks, fc.integer({min: 1, max: 8}), fc.integer({min: 0, max: 8}), (places, count, minWork) => {
        const possible = allCuts(places, minWork).filter((cut) => cut.length === count + 1);
        const found = cheapestCuts(places, count, minWork);
        if (possible.length === 0) expect(found).toBeUndefined();
        else {
          expect(possible).toContainEqual(found);
          expect(bytesOf(places, found ?? [])).toBe(Math.min(...possible.map((cut) => bytesOf(places, cut))));
        }
      }),
    );
  });
});

describe('mostLayers', () => {
  it('finds what a search of everything finds', () => {
    fc.assert(
      fc.property(networks, fc.integer({min: 1, max: 8}), (places, minWork) => {
        const most = Math.max(1, ...allCuts(places, minWork).map((cut) => cut.length - 1));
        expect(mostLayers(places, minWork)).toBe(most);
      }),
    );
  });
});

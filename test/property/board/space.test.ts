import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CATALOGUE} from '../../../src/boards/catalogue.js';
import {transitionTimeUs, ASSUMED_TRANSITION_TIMES_US} from '../../../src/core/board/transition.js';

describe.each(CATALOGUE)('the space of $name', ({space, clusters}) => {
  const index = fc.nat({max: space.size - 1});

  it('gives every configuration its own number back', () => {
    fc.assert(
      fc.property(index, (number) => {
        expect(space.indexOf(space.at(number))).toBe(number);
      }),
    );
  });

  it('brings only cores online that the clusters have', () => {
    fc.assert(
      fc.property(index, (number) => {
        for (const [cluster, {onlineCpus}] of space.at(number).clusters.entries()) {
          expect(clusters[cluster]?.cpus).toEqual(expect.arrayContaining([...onlineCpus]));
        }
      }),
    );
  });

  it('has no shortcut: a way over a third configuration is never quicker', () => {
    fc.assert(
      fc.property(index, index, index, (from, over, to) => {
        const [a, b, c] = [from, over, to].map((number) => space.at(number)) as [
          ReturnType<typeof space.at>,
          ReturnType<typeof space.at>,
          ReturnType<typeof space.at>,
        ];
        const times = ASSUMED_TRANSITION_TIMES_US;
        const detourUs = transitionTimeUs(a, b, times) + transitionTimeUs(b, c, times);
        expect(transitionTimeUs(a, c, times)).toBeLessThanOrEqual(detourUs);
      }),
    );
  });
});

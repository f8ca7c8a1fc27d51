import fc from 'fast-check';
import {describe, expect, it} from 'vitest';

import {approximationFrontier, type RatedVariant} from '../../src/core/network/approximation-frontier.js';

const EVERYTHING = 1000;

/** A few layers of up to four variants each; times and risks in whole numbers, so that sums are exact. */
const layers = fc.array(
  fc.record({
    originalUs: fc.integer({min: 1, max: 100}),
    others: fc.array(fc.record({latencyUs: fc.integer({min: 1, max: 100}), risk: fc.integer({min: 0, max: 20})}), {
      maxLength: 3,
    }),
  }),
  {minLength: 1, maxLength: 4},
);

const rated = ({originalUs, others}: {originalUs: number; others: readonly {latencyUs: number; risk: number}[]}) => [
  {variant: 0, latencyUs: originalUs, loss: 0, risk: 0},
  ...others.map(({latencyUs, risk}, index) => ({variant: index + 1, latencyUs, loss: risk, risk})),
];

function everyChoice(all: readonly (readonly RatedVariant[])[]): readonly {latencyUs: number; risk: number}[] {
  return all.reduce(
    (choices, variants) =>
      choices.flatMap(({latencyUs, risk}) =>
        variants.map((variant) => ({latencyUs: latencyUs + variant.latencyUs, risk: risk + variant.risk})),
      ),
    [{latencyUs: 0, risk: 0}],
  );
}

describe('approximationFrontier', () => {
  it('offers nothing that another choice beats in time and risk', () => {
    fc.assert(
      fc.property(layers, (drawn) => {
        const all = drawn.map(rated);
        const choices = everyChoice(all);
        for (const {latencyUs, predictedLoss} of approximationFrontier(all, EVERYTHING)) {
          const beaten = choices.some((choice) => choice.latencyUs <= latencyUs && choice.risk < predictedLoss);
          expect(beaten).toBe(false);
        }
      }),
    );
  });

  it('gets faster and riskier step by step, from all-original to all-fastest', () => {
    fc.assert(
      fc.property(layers, (drawn) => {
        const all = drawn.map(rated);
        const frontier = approximationFrontier(all, EVERYTHING);
        expect(frontier[0]?.variants).toEqual(all.map(() => 0));
        const fastest = all.reduce((sum, variants) => sum + Math.min(...variants.map(({latencyUs}) => latencyUs)), 0);
        expect(frontier.at(-1)?.latencyUs).toBe(fastest);
        for (const [index, next] of frontier.slice(1).entries()) {
          expect(next.latencyUs).toBeLessThan(frontier[index]?.latencyUs ?? 0);
          expect(next.predictedLoss).toBeGreaterThanOrEqual(frontier[index]?.predictedLoss ?? 0);
        }
      }),
    );
  });
});

import {describe, expect, it} from 'vitest';

import {
  approximationFrontier,
  paretoFront,
  type RatedVariant,
} from '../../../../src/core/network/approximation-frontier.js';

const rated = (...pairs: readonly (readonly [number, number])[]): readonly RatedVariant[] =>
  pairs.map(([latencyUs, loss], variant) => ({variant, latencyUs, loss, risk: Math.max(0, loss)}));

describe('approximationFrontier', () => {
  it('takes the steps in order of loss per time saved', () => {
    const layers = [rated([100, 0], [50, 0.01], [25, 0.05]), rated([40, 0], [20, 0.002])];
    expect(approximationFrontier(layers, 16).map(({variants}) => variants.join())).toEqual([
      '0,0',
      '0,1',
      '1,1',
      '2,1',
    ]);
    const last = approximationFrontier(layers, 16).at(-1);
    expect(last?.latencyUs).toBe(45);
    expect(last?.predictedLoss).toBeCloseTo(0.052, 12);
  });

  it('passes over a variant that a mix of its neighbours beats, and one that is slower', () => {
    const layers = [rated([100, 0], [80, 0.05], [50, 0.051], [60, 0.2], [120, 0])];
    expect(approximationFrontier(layers, 16).map(({variants}) => variants.join())).toEqual(['0', '2']);
  });

  it('orders by risk where losses say nothing', () => {
    const layers = [0.03, 0.01, 0.02].map((risk) => [
      {variant: 0, latencyUs: 10, loss: 0, risk: 0},
      {variant: 1, latencyUs: 5, loss: 0, risk},
    ]);
    const order = approximationFrontier(layers, 16).map(({variants}) => variants.join(''));
    expect(order).toEqual(['000', '010', '011', '111']);
  });

  it('counts a measured gain as no loss', () => {
    const [, faster] = approximationFrontier([rated([100, 0], [50, -0.01])], 16);
    expect(faster).toEqual({variants: [1], latencyUs: 50, predictedLoss: 0});
  });

  it('spreads what it returns over the time saved, both ends included', () => {
    const layers = Array.from({length: 40}, (_, layer) => rated([10, 0], [5, 0.001 * (layer + 1)]));
    const chosen = approximationFrontier(layers, 5);
    expect(chosen.map(({latencyUs}) => latencyUs)).toEqual([400, 350, 300, 250, 200]);
  });

  it('has the original alone where nothing is faster', () => {
    expect(approximationFrontier([rated([10, 0]), rated([5, 0])], 16)).toEqual([
      {variants: [0, 0], latencyUs: 15, predictedLoss: 0},
    ]);
  });
});

describe('paretoFront', () => {
  it('leaves out what another one beats and sorts slowest first', () => {
    const items = [
      [5, 3],
      [9, 0],
      [7, 3],
      [6, 1],
      [6, 2],
    ] as const;
    const front = paretoFront(
      items,
      ([latencyUs]) => latencyUs,
      ([, loss]) => loss,
    );
    expect(front).toEqual([
      [9, 0],
      [6, 1],
      [5, 3],
    ]);
  });
});

import {describe, expect, it} from 'vitest';
import {approximationEntries} from '../../../../src/core/tables/approximation-entries.js';
import type {LayerColumns, NetworkColumns} from '../../../../src/core/tables/profile-columns.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';

/** A layer with one variant, measured at the first and the last of three configurations. */
function layer(originalUs: readonly number[], variantUs: readonly number[], loss: number): LayerColumns {
  const latencyUs = Float32Array.from(originalUs);
  return {
    latencyUs,
    latencyP99Us: latencyUs,
    powerMw: latencyUs,
    variantLatencyUs: [latencyUs, Float32Array.from(variantUs)],
    variantLosses: [0, loss],
  };
}

const NETWORK: NetworkColumns = {
  network: sampleNetwork('a', 2, 1),
  layers: [layer([300, 200, 100], [100, NaN, 50], 0.01), layer([300, 200, 100], [200, NaN, 80], 0.03)],
  approximations: [
    {variants: [0, 0], loss: 0},
    {variants: [1, 0], loss: 0.012},
    {variants: [1, 1], loss: 0.06},
  ],
};

describe('approximationEntries', () => {
  const [original, first, both] = approximationEntries(NETWORK);

  it('keeps the original as it is', () => {
    expect(original).toEqual({variants: [0, 0], layerLosses: [0, 0], layerGains: [1, 1], gainToGo: [1, 1]});
  });

  it('takes the worst gain of the anchors, from each layer on', () => {
    // At the slow anchor 600/400 and at the fast one 200/150.
    expect(first?.gainToGo).toEqual([200 / 150, 1]);
    expect(both?.gainToGo).toEqual([200 / 130, 100 / 80]);
  });

  it('takes the typical gain of each layer', () => {
    expect(both?.layerGains).toEqual([3, 1.5]);
  });

  it('spreads the measured loss by what each variant loses by itself', () => {
    expect(first?.layerLosses).toEqual([0.012, 0]);
    expect(both?.layerLosses.map((loss) => Number(loss.toFixed(12)))).toEqual([0.015, 0.045]);
  });
});

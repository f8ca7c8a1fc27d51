import {describe, expect, it} from 'vitest';

import {InterruptedError} from '../../../src/core/errors.js';
import type {WholeNetworkLoader} from '../../../src/core/network/whole-network.js';
import {measureWholeNetworks} from '../../../src/services/measure-whole-networks.js';

const INPUT = {shape: [1], data: new Float32Array(1)};

/** Variant v of the only layer takes `timesMs[v]`, times what the machine is slowed down by at the moment. */
function machine(timesMs: readonly number[], slowdownOf: (loaded: number) => number = () => 1) {
  const state = {nowMs: 0, loaded: 0, open: 0, mostOpen: 0, steps: 0};
  const load: WholeNetworkLoader = ([variant = 0]) => {
    state.loaded += 1;
    state.open += 1;
    state.mostOpen = Math.max(state.mostOpen, state.open);
    const run = () => {
      state.nowMs += (timesMs[variant] ?? NaN) * slowdownOf(state.loaded);
      return Promise.resolve();
    };
    const release = () => {
      state.open -= 1;
      return Promise.resolve();
    };
    return Promise.resolve({run, release});
  };
  const clock = {nowMs: () => state.nowMs, breathe: () => Promise.resolve()};
  const measure = (choices: readonly (readonly number[])[], signal = new AbortController().signal) =>
    measureWholeNetworks(load, choices, INPUT, {clock, signal}, () => (state.steps += 1));
  return {state, measure};
}

describe('measureWholeNetworks', () => {
  it('times every choice, the original among them', async () => {
    const {measure, state} = machine([10, 8, 4]);
    const latenciesUs = await measure([[0], [2], [1]]);
    expect(latenciesUs.map(Math.round)).toEqual([10_000, 4000, 8000]);
    expect(state.steps).toBe(3);
  });

  it('is not misled by a machine that is slower for one choice than for another', async () => {
    // Twice as slow from the second choice on.
    const {measure} = machine([10, 5, 2], (loaded) => (loaded > 2 ? 2 : 1));
    const [original = NaN, first = NaN, second = NaN] = await measure([[0], [1], [2]]);
    expect(original / first).toBeCloseTo(2, 6);
    expect(original / second).toBeCloseTo(5, 6);
  });

  it('holds two models at a time and none in the end', async () => {
    const {measure, state} = machine([10, 8, 4]);
    await measure([[0], [1], [2], [1]]);
    expect(state.mostOpen).toBe(2);
    expect(state.open).toBe(0);
  });

  it('stops when asked to, and lets go of the models', async () => {
    const {measure, state} = machine([10, 8]);
    await expect(measure([[1]], AbortSignal.abort())).rejects.toThrow(InterruptedError);
    expect(state.open).toBe(0);
  });
});

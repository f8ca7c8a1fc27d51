import {describe, expect, it} from 'vitest';

import {InterruptedError} from '../../../src/core/errors.js';
import type {Tensor} from '../../../src/core/inference.js';
import type {LabelledImages} from '../../../src/core/labelled-images.js';
import type {LayerChain} from '../../../src/core/network/chain.js';
import type {Layer} from '../../../src/core/network/network.js';
import type {WholeNetworkLoader} from '../../../src/core/network/whole-network.js';
import {judgeLowRank, type LowRankInputs} from '../../../src/services/lowrank.js';

/** Image n is the number n, of class 0. */
const images: LabelledImages = {
  count: 100,
  imageShape: [1],
  label: () => 0,
  batch: (indices) => ({shape: [indices.length, 1], data: Float32Array.from(indices)}),
};

/** One layer whose variant v takes `timesMs[v]` and answers class 1 for images below `spoiled[v]`. */
class TimedChain implements LayerChain {
  readonly network;
  nowMs = 0;

  constructor(
    private readonly timesMs: readonly number[],
    private readonly spoiled: readonly number[],
    /** What cutting the network costs, which is 0 for the whole one. */
    private readonly cutMs = 0,
  ) {
    const variant = (ordinal: number) => ({
      ordinal,
      scheme: ordinal === 0 ? ('original' as const) : ('low-rank' as const),
      rankFraction: 1 / (ordinal + 1),
      ranks: [],
      cost: {flops: 100 - ordinal, bytes: 1, operatorCount: 1},
    });
    const others = timesMs.slice(1).map((_, index) => variant(index + 1));
    const layer: Layer = {ordinal: 0, name: 'only', operators: [], variants: [variant(0), ...others]};
    this.network = {name: 'timed', contentHash: '', batch: 10, engine: 'cpu' as const, layers: [layer]};
  }

  runLayer(_layer: number, variant: number, {data}: Tensor): Promise<Tensor> {
    this.nowMs += this.cutMs + (this.timesMs[variant] ?? NaN);
    const scores = Array.from(data as Float32Array, (value) =>
      value < (this.spoiled[variant] ?? 0) ? [0, 1] : [1, 0],
    );
    return Promise.resolve({shape: [data.length, 2], data: Float32Array.from(scores.flat())});
  }

  runAll(input: Tensor, variants: readonly number[] = []): Promise<Tensor> {
    return this.runLayer(0, variants[0] ?? 0, input);
  }

  readonly loadWhole: WholeNetworkLoader = ([variant = 0]) => {
    const run = () => {
      this.nowMs += this.timesMs[variant] ?? NaN;
      return Promise.resolve();
    };
    return Promise.resolve({run, release: () => this.release()});
  };

  release(): Promise<void> {
    return Promise.resolve();
  }
}

const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);

function inputs(chain: TimedChain): LowRankInputs {
  return {
    chain,
    loadWhole: chain.loadWhole,
    images,
    metric: 'top-1',
    reductions: [
      [
        [],
        ...range(1, 4).map((rank) => [
          {operator: 'op', scheme: 'spatial' as const, rank, breakEvenRank: 8, reconstructionError: 1 / (rank + 1)},
        ]),
      ],
    ],
    selection: range(0, 40),
    report: range(40, 100),
    configurationCount: 10,
    clock: {nowMs: () => chain.nowMs, breathe: () => Promise.resolve()},
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

describe('judgeLowRank', () => {
  it('times every variant and drops what is not at least 5 % faster, with the reason', async () => {
    const {layers} = await judgeLowRank(inputs(new TimedChain([10, 9.6, 5], [0, 0, 0])));
    const [layer] = layers;
    expect(layer?.latencyUs).toBeCloseTo(10_000, 6);
    expect(layer?.variants.map(({latencyUs}) => Math.round(latencyUs))).toEqual([9600, 5000]);
    expect(layer?.variants.map(({outcome}) => outcome)).toMatchObject([
      {state: 'dropped', reason: "saves 4.0 % of the layer's time as measured, allowed is 5.0 % or more"},
      {state: 'kept', loss: 0, images: 40},
    ]);
    expect(layer?.variants.map(({operators}) => operators.map(({rank}) => rank))).toEqual([[1], [2]]);
  });

  it('measures time and loss of whole configurations', async () => {
    const {frontier, baseline} = await judgeLowRank(inputs(new TimedChain([10, 5, 2], [0, 4, 70])));
    expect(baseline).toBe(1);
    expect(frontier.map(({variants, speedUp}) => [...variants, Math.round(speedUp * 100)])).toEqual([
      [0, 100],
      [1, 200],
      [2, 500],
    ]);
    expect(frontier.map(({loss}) => loss)).toEqual([0, 0, 0.5]);
    expect(frontier.map(({predictedLoss}) => predictedLoss)).toEqual([0, 0.1, 1]);
  });

  it('times an entry as one model, and beside that cut into layers', async () => {
    const {frontier} = await judgeLowRank(inputs(new TimedChain([10, 5], [0, 0], 10)));
    expect(frontier.map(({latencyUs}) => Math.round(latencyUs))).toEqual([10_000, 5000]);
    expect(frontier.map(({inLayers}) => Math.round(inLayers.latencyUs))).toEqual([20_000, 15_000]);
    expect(frontier[1]?.speedUp).toBeCloseTo(2, 6);
    expect(frontier[1]?.inLayers.speedUp).toBeCloseTo(20 / 15, 6);
  });

  it('has a frontier of the original alone where nothing is faster', async () => {
    const {frontier} = await judgeLowRank(inputs(new TimedChain([10, 10, 12], [0, 0, 0])));
    expect(frontier.map(({variants, loss}) => [...variants, loss])).toEqual([[0, 0]]);
  });

  it('stops when asked to', async () => {
    const attempt = judgeLowRank({...inputs(new TimedChain([1, 1], [0, 0])), signal: AbortSignal.abort()});
    await expect(attempt).rejects.toThrow(InterruptedError);
  });
});

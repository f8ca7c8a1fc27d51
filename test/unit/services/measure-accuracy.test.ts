import {describe, expect, it} from 'vitest';

import {InterruptedError} from '../../../src/core/errors.js';
import type {Tensor} from '../../../src/core/inference.js';
import type {LabelledImages} from '../../../src/core/labelled-images.js';
import type {LayerChain} from '../../../src/core/network/chain.js';
import type {Layer} from '../../../src/core/network/network.js';
import {measureAccuracy, type AccuracyRequest} from '../../../src/services/measure-accuracy.js';

const COST = {flops: 1, bytes: 1, operatorCount: 1};

/** Image n is the number n, of class 0; a network answers class 1 where its number has been made negative. */
const images: LabelledImages = {
  count: 100,
  imageShape: [1],
  label: () => 0,
  batch: (indices) => ({shape: [indices.length, 1], data: Float32Array.from(indices)}),
};

/**
 * Two layers that pass numbers on and turn them into scores. Variant v of layer l spoils the images in `spoiled[l][v]`
 * and counts its runs.
 */
class SpoilingChain implements LayerChain {
  readonly network;
  readonly runs: string[] = [];
  readonly #spoiled: readonly (readonly ReadonlySet<number>[])[];

  constructor(spoiled: readonly (readonly (readonly number[])[])[], batch = 10) {
    this.#spoiled = spoiled.map((layer) => layer.map((indices) => new Set(indices)));
    const layers = spoiled.map((variants, ordinal): Layer => {
      const [original, ...others] = variants.map((_, variant) => ({
        ordinal: variant,
        scheme: variant === 0 ? ('original' as const) : ('low-rank' as const),
        rankFraction: 1,
        ranks: [],
        cost: COST,
      }));
      if (original === undefined) throw new Error('a layer has an original');
      return {ordinal, name: `l${ordinal}`, operators: [], variants: [original, ...others]};
    });
    this.network = {name: 'spoiling', contentHash: '', batch, engine: 'cpu' as const, layers};
  }

  runLayer(layer: number, variant: number, {data}: Tensor): Promise<Tensor> {
    this.runs.push(`${layer}:${variant}`);
    const spoiled = this.#spoiled[layer]?.[variant];
    const values = Array.from(data as Float32Array, (value) =>
      spoiled?.has(Math.abs(value)) === true ? -Math.abs(value) : value,
    );
    const isLast = layer === this.#spoiled.length - 1;
    const scores = isLast ? values.flatMap((value) => (value < 0 ? [0, 1] : [1, 0])) : values;
    return Promise.resolve({shape: [data.length, isLast ? 2 : 1], data: Float32Array.from(scores)});
  }

  runAll(): Promise<Tensor> {
    return Promise.reject(new Error('accuracy is measured layer by layer'));
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);

function request(chain: LayerChain, changes: Partial<AccuracyRequest> = {}): AccuracyRequest {
  return {
    chain,
    images,
    metric: 'top-1',
    selection: range(1, 41),
    report: range(41, 91),
    latencyUs: (_, variant) => 100 - 20 * variant,
    signal: new AbortController().signal,
    ...changes,
  };
}

/** The original gets 5 and 45 wrong; each layer has two variants. */
const spoiling = () =>
  new SpoilingChain([
    [
      [5, 45],
      [5, 45, 10, 50, 51],
      [45, 10, 11, 12, 50, 51, 52, 53],
    ],
    [[], [50], [20, 21, 22, 23, 60, 61]],
  ]);

describe('measureAccuracy', () => {
  it('measures every variant by itself on the selection images', async () => {
    const {baseline, variants, metric} = await measureAccuracy(request(spoiling()));
    expect(metric).toBe('top-1');
    expect(baseline).toBe(39 / 40);
    expect(variants.map(({layer, variant, loss, images: count}) => [layer, variant, loss, count])).toEqual([
      [0, 1, 1 / 40, 40],
      // Loses three images and gains one.
      [0, 2, 2 / 40, 40],
      [1, 1, 0, 40],
      [1, 2, 4 / 40, 40],
    ]);
    expect(variants.map(({lostShare}) => lostShare)).toEqual([1 / 40, 3 / 40, 0, 4 / 40]);
    for (const {lossHalfWidth} of variants) expect(lossHalfWidth).toBeGreaterThan(0);
  });

  it('measures whole configurations on the report images', async () => {
    const {configurations} = await measureAccuracy(request(spoiling()));
    expect(configurations.map(({variants, measuredLoss}) => [variants.join(), measuredLoss])).toEqual([
      ['0,0', 0],
      ['0,1', 1 / 50],
      ['1,1', 2 / 50],
      ['2,1', 4 / 50],
      ['2,2', 6 / 50],
    ]);
    expect(configurations[0]).toEqual({
      variants: [0, 0],
      latencyUs: 200,
      predictedLoss: 0,
      measuredLoss: 0,
      lossHalfWidth: 0,
      images: 50,
    });
    expect(configurations.at(-1)?.latencyUs).toBe(120);
    expect(configurations.at(-1)?.predictedLoss).toBeCloseTo(6 / 40, 12);
  });

  it('leaves out what another configuration beats, and counts a gain as no loss', async () => {
    const chain = new SpoilingChain([[[45], [45, 46, 47, 48], []], [[]]]);
    const {configurations} = await measureAccuracy(request(chain));
    expect(configurations.map(({variants, measuredLoss}) => [variants.join(), measuredLoss])).toEqual([
      ['0,0', 0],
      ['2,0', 0],
    ]);
  });

  it('judges by the answers of the original network where there are no labels', async () => {
    const {baseline, variants} = await measureAccuracy(request(spoiling(), {metric: 'agreement'}));
    expect(baseline).toBe(1);
    // The image that the variant gets right and the original wrong is a disagreement too.
    expect(variants.map(({loss}) => loss)).toEqual([1 / 40, 4 / 40, 0, 4 / 40]);
  });

  it('runs only what lies behind a change', async () => {
    const chain = spoiling();
    await measureAccuracy(request(chain, {selection: range(1, 11), report: range(41, 51), configurationCount: 2}));
    const originals = ['0:0', '1:0'];
    expect(chain.runs).toEqual([
      ...[...originals, '0:1', '1:0', '0:2', '1:0', '1:1', '1:2'],
      ...[...originals, '0:2', '1:2'],
    ]);
  });

  it('fills up the last batch without counting what fills it', async () => {
    const {variants, baseline} = await measureAccuracy(
      request(spoiling(), {selection: [10, 1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 10]}),
    );
    expect(variants[0]).toMatchObject({images: 12, loss: 2 / 12});
    expect(baseline).toBe(1);
  });

  it('says how far it is', async () => {
    const seen: [number, number][] = [];
    await measureAccuracy(
      request(spoiling(), {configurationCount: 4, onProgress: (done, total) => seen.push([done, total])}),
    );
    expect(seen.every(([, total]) => total === 4 * 4 + 4 * 5)).toBe(true);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual([36, 36]);
  });

  it('stops when asked to', async () => {
    const controller = new AbortController();
    const attempt = measureAccuracy(
      request(spoiling(), {
        signal: controller.signal,
        onProgress: () => {
          controller.abort();
        },
      }),
    );
    await expect(attempt).rejects.toThrow(InterruptedError);
  });

  it('also says what is lost among the five largest answers, where there are more than five', async () => {
    expect(await measureAccuracy(request(spoiling()))).not.toHaveProperty('topFiveBaseline');
    // Three more classes come between the two, and one behind: the right one of a spoiled image is the fifth.
    const narrow = spoiling();
    const wide: LayerChain = {
      network: narrow.network,
      runAll: () => narrow.runAll(),
      release: () => narrow.release(),
      runLayer: async (layer, variant, input) => {
        const {shape, data} = await narrow.runLayer(layer, variant, input);
        const [rows = 0, classes] = shape;
        if (classes === 1) return {shape, data};
        const scores = Array.from({length: rows}, (_, row) => [
          ...(data as Float32Array).subarray(2 * row, 2 * row + 2),
          ...[0.2, 0.3, 0.4, -1],
        ]);
        return {shape: [rows, 6], data: Float32Array.from(scores.flat())};
      },
    };
    const {topFiveBaseline, configurations, baseline} = await measureAccuracy(request(wide));
    expect([baseline, topFiveBaseline]).toEqual([0.975, 1]);
    expect(configurations.at(-1)?.measuredLoss).toBeGreaterThan(0.05);
    for (const {topFive} of configurations) expect(topFive).toMatchObject({loss: 0, images: 50});
  });
});

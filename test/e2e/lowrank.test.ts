import {readdir} from 'node:fs/promises';
import path from 'node:path';

import {describe, expect, it} from 'vitest';

import {composeLowRank, type LowRankRequest} from '../../src/composition/lowrank.js';
import {UsageError} from '../../src/core/errors.js';
import {renderLowRank} from '../../src/report/lowrank.js';
import {judgeLowRank} from '../../src/services/lowrank.js';
import {answers, readSampleImages} from '../support/sample-networks.js';
import {temporaryFolder} from '../support/temporary-folder.js';

// A real network with its own images; few of them, so that it takes seconds.
const REQUEST: LowRankRequest = {
  model: 'alexnet-fmnist',
  batch: 20,
  images: 400,
  configurationCount: 6,
  calibrate: true,
};
const SILENT = {signal: new AbortController().signal, onProgress: () => undefined};

describe('lowrank', () => {
  it('makes, judges and writes variants that other programs can run', async () => {
    const {inputs, threads, writeModels, close} = await composeLowRank(REQUEST, SILENT);
    const units = new Set<string>();
    const judgement = await judgeLowRank({
      ...inputs,
      signal: new AbortController().signal,
      onProgress: (unit) => units.add(unit),
    });
    const folder = path.join(temporaryFolder(), 'out');
    const files = await writeModels(folder, judgement.frontier);
    await close();

    expect([...units]).toEqual(['layers timed', 'runs on images', 'whole networks timed']);
    expect(judgement.baseline).toBeGreaterThan(0.85);
    const judged = judgement.layers.flatMap(({variants}) => variants);
    expect(judged.length).toBeGreaterThan(10);
    for (const {operators, latencyUs} of judged) {
      expect(latencyUs).toBeGreaterThan(0);
      for (const {reconstructionError} of operators) expect(reconstructionError).toBeGreaterThan(0.1);
    }
    expect(judgement.frontier.length).toBeGreaterThan(1);
    for (const {latencyUs, inLayers} of judgement.frontier) {
      expect(latencyUs).toBeGreaterThan(0);
      expect(inLayers.latencyUs).toBeGreaterThan(0);
    }
    const losses = judgement.frontier.map(({loss}) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => a - b));
    expect(renderLowRank({network: 'alexnet', threads, ...judgement, files})).toContain('Whole configurations');

    expect((await readdir(folder)).length).toBe(judgement.frontier.length);
    expect(await accuracyOf(files.at(-1) ?? '')).toBeGreaterThan(0.9 - (judgement.frontier.at(-1)?.loss ?? 1) - 0.05);
  }, 180_000);

  it('fits a variant to images, and says how close its outputs come', async () => {
    const ranks = {byName: new Map([['features.6', 48]])};
    const {inputs, close} = await composeLowRank({...REQUEST, calibrate: true, ranks}, SILENT);
    await close();
    const [reduction, ...others] = inputs.reductions.flat(2);
    expect(others).toEqual([]);
    expect(reduction).toMatchObject({operator: '/features/features.6/Conv'});
    // Twice as much is lost of the weights as of what they answer.
    expect(reduction?.outputError).toBeLessThan(0.5 * (reduction?.reconstructionError ?? 0));
  });

  it('refuses a rank for an operator that is not there', async () => {
    const attempt = composeLowRank({...REQUEST, ranks: {byName: new Map([['features.99', 8]])}}, SILENT);
    await expect(attempt).rejects.toThrow(UsageError);
  });
});

/** Top-1 on 500 images, by the runtime alone. */
async function accuracyOf(file: string): Promise<number> {
  const ort = await import('onnxruntime-node');
  const session = await ort.InferenceSession.create(file, {intraOpNumThreads: 2});
  const images = await readSampleImages();
  const indices = Array.from({length: 500}, (_, index) => index);
  const {data, shape} = images.batch(indices);
  const {logits} = await session.run({input: new ort.Tensor('float32', data as Float32Array, shape)});
  await session.release();
  if (!(logits?.data instanceof Float32Array)) throw new Error('the model has no logits');
  const right = answers({shape: logits.dims, data: logits.data}).filter((answer, n) => answer === images.label(n));
  return right.length / indices.length;
}

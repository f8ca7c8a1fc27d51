import {describe, expect, it} from 'vitest';

import type {LabelledImages} from '../../src/core/labelled-images.js';
import type {LayerChain} from '../../src/core/network/chain.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {readModel, serializeModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import {
  answers,
  batches,
  hasSharedModels,
  readAllImages,
  readSampleImages,
  SAMPLE_ACCURACIES,
  SAMPLE_NAMES,
  samplePath,
  type SampleName,
} from '../support/sample-networks.js';

const BATCH = 100;
const TEN_MINUTES = 600_000;
const runtime = new OnnxRuntime({threads: 2});

async function loadChain(name: SampleName): Promise<LayerChain> {
  const model = await readModel(samplePath(name));
  return NetworkChain.load(await partitionModel(model, {batch: BATCH, engine: 'cpu', runtime}), runtime);
}

async function chainAnswers(chain: LayerChain, images: LabelledImages): Promise<number[]> {
  const found: number[] = [];
  for (const indices of batches(images.count, BATCH)) found.push(...answers(await chain.runAll(images.batch(indices))));
  return found;
}

describe('the sample networks on the committed images', () => {
  it.each(SAMPLE_NAMES)(
    '%s cut into layers gives the answers of the whole model',
    {timeout: TEN_MINUTES},
    async (name) => {
      const images = await readSampleImages();
      const chain = await loadChain(name);
      const cut = await chainAnswers(chain, images);
      await chain.release();

      const session = await runtime.load(serializeModel((await readModel(samplePath(name))).proto));
      const whole: number[] = [];
      for (const indices of batches(images.count, BATCH)) {
        const {logits} = await session.run({input: images.batch(indices)});
        if (logits !== undefined) whole.push(...answers(logits));
      }
      await session.release();
      expect(whole).toHaveLength(images.count);
      expect(cut).toEqual(whole);
    },
  );
});

describe.skipIf(!hasSharedModels)('the sample networks on all 10,000 images', () => {
  it.each(SAMPLE_NAMES)('%s cut into layers has its published accuracy', {timeout: TEN_MINUTES}, async (name) => {
    const images = await readAllImages();
    const chain = await loadChain(name);
    const found = await chainAnswers(chain, images);
    await chain.release();
    const correct = found.filter((answer, index) => answer === images.label(index)).length;
    expect(Math.abs(correct / images.count - SAMPLE_ACCURACIES[name])).toBeLessThanOrEqual(0.0005);
  });
});

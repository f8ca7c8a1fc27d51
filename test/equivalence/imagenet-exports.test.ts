import {describe, expect, it} from 'vitest';

import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {readModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import {EXPORT_NAMES, hasExports, referenceInput, referenceOutputs, unpackExport} from '../support/imagenet-exports.js';
import {temporaryFolder} from '../support/temporary-folder.js';

const FIVE_MINUTES = 300_000;
const LAYERS = {alexnet: 7, googlenet: 11, resnet50: 17, vgg19: 15};
const runtime = new OnnxRuntime({threads: 2});

describe.skipIf(!hasExports)('exports of networks of the size of ImageNet', () => {
  it.each(EXPORT_NAMES)('%s cut into layers gives the reference outputs', {timeout: FIVE_MINUTES}, async (name) => {
    const model = await readModel(unpackExport(name, temporaryFolder()));
    const partitioned = await partitionModel(model, {batch: 1, engine: 'cpu', runtime});
    expect(partitioned.network.layers).toHaveLength(LAYERS[name]);
    const chain = await NetworkChain.load(partitioned, runtime);
    const {data} = await chain.runAll(referenceInput());
    await chain.release();

    const {first8, absmax} = referenceOutputs(name);
    for (const [index, value] of first8.entries()) {
      expect(Math.abs(Number(data[index]) - value) / absmax).toBeLessThan(1e-3);
    }
    const largest = Math.max(...[...data].map(Number).map(Math.abs));
    expect(Math.abs(largest / absmax - 1)).toBeLessThan(1e-3);
  });
});

import type {ModelProto} from 'onnx-buf';
import {describe, expect, it} from 'vitest';

import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {CalibratedWalk, type VariantTask} from '../../../src/onnx/calibrated-walk.js';
import {decomposable} from '../../../src/onnx/decomposable.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {findWeights} from '../../../src/onnx/weights.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {node, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const BATCH = 32;
const RANK = 3;

/** Two layers, one product each. */
const model = tinyModel({
  nodes: [
    node('Flatten', ['x'], ['f']),
    node('MatMul', ['f', 'w1'], ['h']),
    node('Relu', ['h'], ['r']),
    node('MatMul', ['r', 'w2'], ['y']),
  ],
  weights: [weight('w1', [72, 16]), weight('w2', [16, 12])],
});
const {originals} = await partitionModel(model, {batch: BATCH, engine: 'cpu', runtime, minFlopShare: 0});
const [first, second] = [partAt(0), partAt(1)];

function partAt(layer: number): ModelProto {
  const part = originals[layer];
  if (part === undefined) throw new Error(`the model has no layer ${layer}`);
  return part;
}

/** A variant of a layer on each of `ways`. */
function tasks({graph}: ModelProto, ways: readonly number[]): readonly VariantTask[] {
  const operators = graph?.node.flatMap((each) => decomposable(each, findWeights(graph)) ?? []) ?? [];
  return ways.map((way) => ({way, chosen: operators.map((operator) => ({operator, ranks: {spatial: RANK}}))}));
}

/** Fits of the second layer on `secondWay`, where the first one has a variant on `firstWay`. */
async function fitsOfSecond(firstWay: number, secondWay: number): Promise<unknown> {
  const inputs = [{x: seededTensor([BATCH, 2, 6, 6], 1)}];
  const walk = new CalibratedWalk({runtime, gemm: loopGemm}, inputs, 2);
  await walk.fitLayer(first, tasks(first, [firstWay]), [second]);
  return walk.fitLayer(second, tasks(second, [secondWay]), []);
}

describe('CalibratedWalk', () => {
  it('goes through the level before where a layer has no variant of a level', async () => {
    const alike = await fitsOfSecond(0, 0);
    expect(await fitsOfSecond(0, 1)).toEqual(alike);
    // A layer without any variant up to that level is the original.
    expect(await fitsOfSecond(1, 0)).not.toEqual(alike);
  });
});

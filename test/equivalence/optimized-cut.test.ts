import {describe, expect, it} from 'vitest';

import {activationTensors} from '../../src/core/network/activation.js';
import {seededInputs} from '../../src/core/network/network-input.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {compareTensors} from '../../src/onnx/equivalence.js';
import {examineModel} from '../../src/onnx/examine.js';
import {FactorCache} from '../../src/onnx/factor-cache.js';
import {addLowRankVariants} from '../../src/onnx/low-rank-variants.js';
import type {OnnxModel} from '../../src/onnx/model.js';
import {cutOptimized, useOptimizedCut} from '../../src/onnx/optimized-cut.js';
import {cutModel} from '../../src/onnx/partition.js';
import * as graphs from '../support/export-graphs.js';
import {loopGemm} from '../support/loop-gemm.js';
import {temporaryFolder} from '../support/temporary-folder.js';
import {node, residualModel, tinyModel, weight} from '../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

/** Two blocks with enough channels for the runtime's own layout where it has one. */
function wideResidual(): OnnxModel {
  const same = {kernel_shape: [3, 3], pads: [1, 1, 1, 1]};
  const block = (from: string, to: string) => [
    node('Conv', [from, 'w'], [`${to}1`], same),
    node('Relu', [`${to}1`], [`${to}2`]),
    node('Conv', [`${to}2`, 'w'], [`${to}3`], same),
    node('Add', [from, `${to}3`], [`${to}4`]),
    node('Relu', [`${to}4`], [to]),
  ];
  return tinyModel({
    nodes: [
      node('Conv', ['x', 'first'], ['a'], same),
      ...block('a', 'b'),
      ...block('b', 'c'),
      node('GlobalAveragePool', ['c'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('MatMul', ['f', 'last'], ['y']),
    ],
    weights: [weight('first', [32, 2, 3, 3]), weight('w', [32, 32, 3, 3]), weight('last', [32, 5])],
  });
}

async function cut(model: OnnxModel) {
  const examined = await examineModel(model, {batch: 2, runtime});
  const partitioned = await cutModel(examined, examined.borders, {batch: 2, engine: 'cpu', runtime});
  return {partitioned, optimized: await cutOptimized(examined, examined.borders, runtime, runtime)};
}

describe('the cut of the optimised graph', () => {
  it.each([
    ['residual blocks', wideResidual()],
    ['Inception', graphs.inception()],
    ['DenseNet', graphs.denseBlocks()],
    ['squeeze-and-excitation', graphs.squeezeExcite()],
    ['a transformer', graphs.transformer()],
    ['control flow', graphs.controlFlow()],
  ])('of %s computes what the plain cut computes', async (_, model) => {
    const {partitioned, optimized} = await cut(model);
    expect(optimized?.parts).toHaveLength(partitioned.parts.length);
    if (optimized === undefined) return;
    const network = useOptimizedCut(partitioned, optimized);
    const input = seededInputs(network.inputs, 5);
    const [plain, own] = [await NetworkChain.load(partitioned, runtime), await NetworkChain.load(network, runtime)];
    const expected = activationTensors(await plain.runAll(input), partitioned.seams.at(-1) ?? []);
    const got = activationTensors(await own.runAll(input), network.seams.at(-1) ?? []);
    await plain.release();
    await own.release();
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    for (const [name, tensor] of Object.entries(got)) compareTensors(tensor, expected[name], name);
  });

  it.runIf(process.arch === 'x64')('is not made where a layer reads one tensor in both layouts', async () => {
    expect((await cut(residualModel())).optimized).toBeUndefined();
  });

  it('takes low-rank variants in any mixture', async () => {
    const {partitioned, optimized} = await cut(wideResidual());
    const cache = new FactorCache(loopGemm, temporaryFolder());
    const variants = await addLowRankVariants(partitioned, {cache, rankMultiple: 1});
    expect(optimized).toBeDefined();
    if (optimized === undefined) return;
    // The x64 build has a layout of its own; others may not.
    if (process.arch === 'x64') expect(optimized.blocked.map(({plain}) => plain).toSorted()).toEqual(['a', 'b']);
    const input = seededInputs(variants.inputs, 6);
    const plain = await NetworkChain.load(variants, runtime);
    const own = await NetworkChain.load(useOptimizedCut(variants, optimized), runtime);
    for (const chosen of [
      [0, 1, 0],
      [0, 0, 2],
      [0, 2, 1],
    ]) {
      compareTensors(await own.runAll(input, chosen), await plain.runAll(input, chosen), chosen.join());
    }
    await plain.release();
    await own.release();
  });
});

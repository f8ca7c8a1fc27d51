import {describe, expect, it} from 'vitest';

import {seededInputs} from '../../../src/core/network/network-input.js';
import type {Network} from '../../../src/core/network/network.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {useOptimizedCut} from '../../../src/onnx/optimized-cut.js';
import {partitionLike} from '../../../src/onnx/partition-like.js';
import {partitionModel} from '../../../src/onnx/partition.js';
import {denseBlocks, plainCnn, squeezeExcite, transformer} from '../../support/export-graphs.js';
import {residualModel} from '../../support/tiny-model.js';
import {tokenNetwork} from '../../support/token-network.js';

const runtime = new OnnxRuntime({threads: 1});
const options = {batch: 2, engine: 'cpu', runtime} as const;
const load = (network: Parameters<typeof NetworkChain.load>[0]) => NetworkChain.load(network, runtime);

describe('partitionLike', () => {
  it.each([
    ['a shortcut', residualModel, 0, 1],
    ['a shortcut, cut inside', residualModel, 0, 2],
    ['squeeze-and-excitation', squeezeExcite, 0, 1],
    ['dense blocks', denseBlocks, 0, 2],
    ['a transformer', transformer, 0, 2],
    ['a transformer in one piece', transformer, 1, 1],
  ])('gives %s the layers it had', async (_what, model, minFlopShare, maxLive) => {
    const before = await partitionModel(model(), {...options, minFlopShare, maxLive});
    const {partitioned} = await partitionLike(model(), before.network, options);
    expect(partitioned).toEqual(before);
  });

  it('gives the same layers at another batch', async () => {
    const before = await partitionModel(residualModel(), {...options, minFlopShare: 0});
    const {partitioned} = await partitionLike(residualModel(), before.network, {...options, batch: 7});
    expect(partitioned.inputShape).toEqual([7, 2, 6, 6]);
    expect(partitioned.network.layers.map(({name, operators}) => ({name, operators}))).toEqual(
      before.network.layers.map(({name, operators}) => ({name, operators})),
    );
  });

  it('remembers the sizes of open dimensions, and what a trial found', async () => {
    const before = await partitionModel(tokenNetwork(), {...options, minFlopShare: 0, dimensions: {sequence: 5}});
    expect(before.network.dimensions).toEqual({sequence: 5});
    const like: Network = {...before.network, trial: {cost: 1.01}};
    const {partitioned, optimizedCut} = await partitionLike(tokenNetwork(), like, options);
    expect(partitioned.network).toEqual(like);
    expect(optimizedCut).toBeUndefined();
  });

  it('cuts the optimised graph at the same places where that is asked for', async () => {
    const before = await partitionModel(plainCnn(17), {...options, minFlopShare: 0});
    const {partitioned, optimizedCut} = await partitionLike(plainCnn(17), before.network, options, {
      load,
      optimizer: runtime,
    });
    if (optimizedCut === undefined) throw new Error('the optimised graph can be cut there');
    expect(optimizedCut.parts).toHaveLength(before.network.layers.length);
    const chain = await load(useOptimizedCut(partitioned, optimizedCut));
    const plain = await load(before);
    const input = seededInputs(before.inputs, 3);
    const [got, expected] = [await chain.runAll(input), await plain.runAll(input)];
    for (const [index, value] of expected.data.entries()) expect(got.data[index]).toBeCloseTo(Number(value), 4);
    await chain.release();
    await plain.release();
  });

  it('leaves the optimised graph alone where an operator of it reaches across a cut', async () => {
    const before = await partitionModel(residualModel(), {...options, minFlopShare: 0, maxLive: 2});
    const repeated = await partitionLike(residualModel(), before.network, options, {load, optimizer: runtime});
    expect(repeated).toEqual({partitioned: before});
  });

  it('refuses layers that the model does not have', async () => {
    const {network} = await partitionModel(residualModel(), {...options, minFlopShare: 0});
    const [first, ...others] = network.layers;
    if (first === undefined) throw new Error('it has layers');
    const odd = {...network, layers: [{...first, operators: ['Conv']}, ...others]};
    await expect(partitionLike(residualModel(), odd, options)).rejects.toThrow(
      'tiny.onnx cannot be cut as it was before: layer c2 is Relu Conv Add MaxPool there',
    );
    await expect(partitionLike(residualModel(), {...network, layers: [first]}, options)).rejects.toThrow(
      /tiny\.onnx cannot be cut as it was before: it has 7 operators, 2 when it was profiled\./,
    );
  });
});

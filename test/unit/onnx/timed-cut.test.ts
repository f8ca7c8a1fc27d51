import {describe, expect, it} from 'vitest';

import type {InferenceRuntime} from '../../../src/core/inference.js';
import type {LayerChain} from '../../../src/core/network/chain.js';
import {NetworkChain} from '../../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {partitionAuto, partitionByTime, type TimingTools} from '../../../src/onnx/timed-cut.js';
import type {OnnxModel} from '../../../src/onnx/model.js';
import {input, node, tinyModel, weight} from '../../support/tiny-model.js';

const native = new OnnxRuntime({threads: 1});
const LAYERS = 8;
const LAYER_US = 100;

/** Equal products one after another: what they take is for the machine below to say. */
function products(): OnnxModel {
  const names = Array.from({length: LAYERS + 1}, (_, index) =>
    index === LAYERS ? 'y' : index === 0 ? 'x' : `t${index}`,
  );
  return tinyModel({
    inputs: [input('x', ['n', 8])],
    nodes: names.slice(1).map((to, index) => node('MatMul', [names[index] ?? '', 'w'], [to])),
    weights: [weight('w', [8, 8])],
  });
}

/** A machine whose clock only runs while it computes: 100 µs a product, and `cutUs` for every layer handed on. */
function machine(cutUs: number, optimizedCutUs?: number) {
  let clockUs = 0;
  const work = LAYERS * LAYER_US;
  const runtime: InferenceRuntime = {
    async load(model, options) {
      const session = await native.load(model, options);
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        release: () => session.release(),
        run: (feeds) => {
          clockUs += work;
          return session.run(feeds);
        },
        runNow: (feeds, into) => session.runNow(feeds, into),
      };
    },
  };
  let loads = 0;
  const load: TimingTools['load'] = async (network) => {
    const chain = await NetworkChain.load(network, native);
    // After the timing of single layers, plain and optimised cuts are loaded in turns.
    const isOptimized = optimizedCutUs !== undefined && loads > 0 && loads % 2 === 0;
    loads += 1;
    const perCutUs = isOptimized ? optimizedCutUs : cutUs;
    const timed: LayerChain = {
      network: chain.network,
      release: () => chain.release(),
      runLayer: (layer, variant, activation) => {
        clockUs += LAYER_US;
        return chain.runLayer(layer, variant, activation);
      },
      runAll: (activation) => {
        clockUs += work + perCutUs * (chain.network.layers.length - 1);
        return chain.runAll(activation);
      },
    };
    return timed;
  };
  const tools: TimingTools = {load, nowUs: () => clockUs, ...(optimizedCutUs === undefined ? {} : {optimizer: native})};
  return {options: {batch: 1, engine: 'cpu', runtime} as const, tools};
}

describe('partitionByTime', () => {
  it.each([
    [0, 8],
    [100, 8],
    [101, 4],
    [300, 2],
    [5000, 1],
  ])('makes layers of at least %d µs', async (minLayerUs, layers) => {
    const {options, tools} = machine(0);
    const {network} = await partitionByTime(products(), {...options, minLayerUs}, tools);
    expect(network.layers).toHaveLength(layers);
  });
});

describe('partitionAuto', () => {
  it.each([
    [0, 8],
    [4.5, 5],
    [20, 2],
    [100, 1],
  ])('takes the finest cut within 3 %% where a cut costs %f µs', async (cutUs, layers) => {
    const {options, tools} = machine(cutUs);
    const {partitioned, trial} = await partitionAuto(products(), options, tools);
    expect(partitioned.network.layers).toHaveLength(layers);
    expect(trial.layers).toBe(layers);
    expect(trial.cost).toBeCloseTo(1 + ((layers - 1) * cutUs) / (LAYERS * LAYER_US), 10);
    expect(trial).not.toHaveProperty('optimizedCut');
  });

  it('takes the cut of the optimised graph where that is faster', async () => {
    const {options, tools} = machine(20, 1);
    const {trial} = await partitionAuto(products(), options, tools);
    expect(trial).toMatchObject({layers: 8, optimizedCut: {blocked: []}});
    expect(trial.optimizedCut?.parts).toHaveLength(8);
  });

  it('takes the cut of the optimised graph where only that is cheap enough, though hardly faster', async () => {
    const {options, tools} = machine(4, 2.5);
    const {trial} = await partitionAuto(products(), options, tools);
    expect(trial).toMatchObject({layers: 8, optimizedCut: {blocked: []}});
    expect(trial.cost).toBeLessThan(1.03);
  });

  it('takes the plain cut where that is cheap enough and the optimised one hardly faster', async () => {
    const {options, tools} = machine(2, 1.5);
    const {trial} = await partitionAuto(products(), options, tools);
    expect(trial.layers).toBe(8);
    expect(trial).not.toHaveProperty('optimizedCut');
  });

  it('keeps to the smallest layer asked for', async () => {
    const {options, tools} = machine(0);
    const {partitioned} = await partitionAuto(products(), {...options, minLayerUs: 250}, tools);
    expect(partitioned.network.layers).toHaveLength(2);
  });
});

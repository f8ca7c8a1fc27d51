import fc from 'fast-check';
import type {NodeProto} from 'onnx-buf';
import {describe, expect, it} from 'vitest';

import {seededTensor} from '../../src/core/seeded-tensor.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {serializeModel, type OnnxModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import {input, node, tinyModel, weight} from '../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const SIZE = 6;

/** One operator on tensors of equal size; `back` says how far behind the newest tensor its inputs are. */
interface Step {
  readonly kind: 'product' | 'shared product' | 'activation' | 'sum';
  readonly back: readonly [number, number];
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind'][]>('product', 'shared product', 'activation', 'sum'),
    // Mostly the newest tensor, so that chains, short cuts and dead ends all occur.
    back: fc.tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.constantFrom(0, 1, 3)),
  }),
  {minLength: 1, maxLength: 12},
);

function modelOf(drawn: readonly Step[]): OnnxModel {
  const tensors = ['x'];
  const weights = [weight('shared', [SIZE, SIZE], 1)];
  const nodes = drawn.map(({kind, back}, index): NodeProto => {
    const at = (distance: number) => tensors[Math.max(0, tensors.length - 1 - distance)] ?? 'x';
    const output = index === drawn.length - 1 ? 'y' : `t${index}`;
    const [a, b] = [at(back[0]), at(back[1])];
    tensors.push(output);
    if (kind === 'activation') return node('Tanh', [a], [output]);
    if (kind === 'sum') return node('Add', [a, b], [output]);
    if (kind === 'shared product') return node('MatMul', [a, 'shared'], [output]);
    weights.push(weight(`w${index}`, [SIZE, SIZE], index + 2));
    return node('MatMul', [a, `w${index}`], [output]);
  });
  return tinyModel({inputs: [input('x', ['n', SIZE])], nodes, weights});
}

describe('a partitioned model', () => {
  it('computes what the whole model computes, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(0, 0.2, 1), async (drawn, minFlopShare) => {
        const model = modelOf(drawn);
        const partitioned = await partitionModel(model, {batch: 2, engine: 'cpu', runtime, minFlopShare});
        const x = seededTensor([2, SIZE], 99);
        const chain = await NetworkChain.load(partitioned, runtime);
        const got = await chain.runAll(x);
        await chain.release();
        const whole = await runtime.load(serializeModel(model.proto));
        const {y} = await whole.run({x});
        await whole.release();
        const [computed, expected] = [[...got.data].map(Number), [...(y?.data ?? [])].map(Number)];
        expect(computed).toHaveLength(expected.length);
        const largest = Math.max(...expected.map(Math.abs), 1e-3);
        for (const [index, value] of computed.entries()) {
          expect(Math.abs(value - (expected[index] ?? 0)) / largest).toBeLessThan(1e-4);
        }
      }),
      {numRuns: 60},
    );
  });

  it('holds every operator that leads to the output in exactly one layer', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const model = modelOf(drawn);
        const {network, originals} = await partitionModel(model, {batch: 1, engine: 'cpu', runtime, minFlopShare: 0});
        const outputs = originals.flatMap(({graph}) => graph?.node.flatMap(({output}) => output) ?? []);
        expect(new Set(outputs).size).toBe(outputs.length);
        expect(outputs).toContain('y');
        expect(network.layers.flatMap(({operators}) => operators)).toHaveLength(outputs.length);
      }),
      {numRuns: 60},
    );
  });
});

import {create} from '@bufbuild/protobuf';
import {AttributeProto_AttributeType, AttributeProtoSchema, type NodeProto} from 'onnx-buf';
import {describe, expect, it} from 'vitest';

import {transpose} from '../../../src/core/linear-algebra/matrix.js';
import {gatherOutputs, gatherPatches, samplePositions} from '../../../src/core/low-rank/patches.js';
import {fromPlane} from '../../../src/core/low-rank/spatial-plane.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {decomposable} from '../../../src/onnx/decomposable.js';
import {serializeModel} from '../../../src/onnx/model.js';
import {patchGeometry} from '../../../src/onnx/patch-geometry.js';
import {findWeights} from '../../../src/onnx/weights.js';
import {loopGemm} from '../../support/loop-gemm.js';
import {largestDifference} from '../../support/seeded-matrix.js';
import {input, node, tinyModel, weight} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});

const padded = (how: string, strides: readonly number[]): NodeProto => {
  const convolution = node('Conv', ['x', 'w'], ['y'], {strides});
  const autoPad = create(AttributeProtoSchema, {
    name: 'auto_pad',
    type: AttributeProto_AttributeType.STRING,
    s: new TextEncoder().encode(how),
  });
  return {...convolution, attribute: [...convolution.attribute, autoPad]};
};
const convolution = (attributes: Readonly<Record<string, number | readonly number[]>>) =>
  node('Conv', ['x', 'w'], ['y'], attributes);

describe('weights times patches are what the runtime answers', () => {
  it.each([
    ['square', convolution({}), [6, 4, 3, 3], [4, 9, 8]],
    ['with uneven padding', convolution({pads: [0, 2, 1, 0]}), [6, 4, 3, 3], [4, 9, 8]],
    ['with strides', convolution({strides: [2, 3], pads: [1, 1, 1, 1]}), [6, 4, 3, 2], [4, 9, 8]],
    ['with dilation', convolution({dilations: [2, 3], pads: [2, 3, 2, 3]}), [6, 4, 3, 3], [4, 9, 8]],
    ['in groups', convolution({group: 2, pads: [1, 1, 1, 1]}), [6, 2, 3, 3], [4, 9, 8]],
    ['padded at the end', padded('SAME_UPPER', [2, 2]), [6, 4, 4, 3], [4, 9, 8]],
    ['padded at the start', padded('SAME_LOWER', [2, 2]), [6, 4, 4, 3], [4, 9, 8]],
    ['not padded', padded('VALID', [1, 2]), [6, 4, 4, 3], [4, 9, 8]],
    ['a product', node('MatMul', ['x', 'w'], ['y']), [7, 5], [3, 7]],
    ['a turned product', node('Gemm', ['x', 'w'], ['y'], {transB: 1}), [5, 7], [7]],
  ] as const)('%s', async (_, operatorNode, weightShape, inputShape) => {
    const model = tinyModel({
      inputs: [input('x', ['n', ...inputShape])],
      nodes: [operatorNode],
      weights: [weight('w', weightShape)],
    });
    const x = seededTensor([2, ...inputShape], 3);
    const session = await runtime.load(serializeModel(model.proto));
    const {y} = await session.run({x});
    await session.release();
    const operator = decomposable(model.graph.node[0] ?? operatorNode, findWeights(model.graph));
    if (operator === undefined || !(y?.data instanceof Float32Array)) throw new Error('nothing to compare');
    const geometry = patchGeometry(operator, x.shape, y.shape);
    const width = operator.scheme === 'product' ? 1 : (operator.weightShape[3] ?? 1);
    const positions = samplePositions(geometry, 50);
    for (const [group, matrix] of operator.matrices().entries()) {
      const patches = gatherPatches(x.data, geometry, positions, group);
      const answers = await loopGemm.multiply(patches, transpose(fromPlane(matrix, width)));
      expect(largestDifference(answers, gatherOutputs(y.data, geometry, positions, group))).toBeLessThan(1e-4);
    }
  });
});

describe('samplePositions', () => {
  const geometry = {
    input: [2, 1, 30, 30],
    output: [2, 1, 30, 30],
    kernel: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [0, 0],
    groups: 1,
  } as const;

  it('takes all where there are not more, and as many as asked for elsewhere', () => {
    expect(samplePositions(geometry, 1800)).toEqual(Uint32Array.from({length: 1800}, (_, index) => index));
    const some = samplePositions(geometry, 300);
    expect(new Set(some).size).toBe(300);
    expect(Math.max(...some)).toBeLessThan(1800);
    // Every column is seen about as often as any other.
    const columns = Array.from({length: 30}, (_, column) => some.filter((position) => position % 30 === column).length);
    expect(Math.min(...columns)).toBeGreaterThan(4);
  });
});

import {create} from '@bufbuild/protobuf';
import {TensorProto_DataType, TensorProtoSchema, type NodeProto, type TensorProto} from 'onnx-buf';

import type {OnnxModel} from '../../src/onnx/model.js';
import {input, integers, node, tinyGraph, tinyModel, weight} from './tiny-model.js';

/** Small graphs with the structure that exporters give to the networks people use. */

const SAME = {kernel_shape: [3, 3], pads: [1, 1, 1, 1]};
const {INT64, UINT8, BOOL} = TensorProto_DataType;

/** Conv → Relu, twice, then a classifier: the simplest CNN, at any opset. */
export function plainCnn(opset: number): OnnxModel {
  return tinyModel({
    opset,
    nodes: [
      node('Conv', ['x', 'w1'], ['c1'], SAME),
      node('Relu', ['c1'], ['r1']),
      node('Conv', ['r1', 'w2'], ['c2'], SAME),
      node('Relu', ['c2'], ['r2']),
      node('GlobalAveragePool', ['r2'], ['g']),
      node('Flatten', ['g'], ['f']),
      node('Gemm', ['f', 'w3'], ['y']),
    ],
    weights: [weight('w1', [4, 2, 3, 3]), weight('w2', [4, 4, 3, 3]), weight('w3', [4, 3])],
  });
}

/** MobileNetV3, EfficientNet: a vector computed from the tensor it scales. */
export function squeezeExcite(): OnnxModel {
  const block = (from: string, to: string): NodeProto[] => [
    node('Conv', [from, `${to}w`], [`${to}c`], SAME),
    node('GlobalAveragePool', [`${to}c`], [`${to}g`]),
    node('Conv', [`${to}g`, 'down'], [`${to}d`]),
    node('Relu', [`${to}d`], [`${to}r`]),
    node('Conv', [`${to}r`, 'up'], [`${to}u`]),
    node('HardSigmoid', [`${to}u`], [`${to}s`]),
    node('Mul', [`${to}c`, `${to}s`], [to]),
  ];
  return tinyModel({
    nodes: [...block('x', 'a'), ...block('a', 'b'), node('Conv', ['b', 'bw'], ['y'], SAME)],
    weights: [
      weight('aw', [8, 2, 3, 3]),
      weight('bw', [8, 8, 3, 3]),
      weight('down', [2, 8, 1, 1]),
      weight('up', [8, 2, 1, 1]),
    ],
  });
}

/** DenseNet: every layer of a block joins all that came before it in the block. */
export function denseBlocks(): OnnxModel {
  const layer = (before: readonly string[], to: string): NodeProto[] => [
    node('Concat', before, [`${to}j`], {axis: 1}),
    node('Relu', [`${to}j`], [`${to}r`]),
    node('Conv', [`${to}r`, `${to}w`], [to], SAME),
  ];
  return tinyModel({
    nodes: [
      node('Conv', ['x', 'w'], ['a'], SAME),
      ...layer(['a'], 'b'),
      ...layer(['a', 'b'], 'c'),
      ...layer(['a', 'b', 'c'], 't'),
      node('AveragePool', ['t'], ['p'], {kernel_shape: [2, 2], strides: [2, 2]}),
      ...layer(['p'], 'd'),
      ...layer(['p', 'd'], 'y'),
    ],
    weights: [
      weight('w', [4, 2, 3, 3]),
      weight('bw', [4, 4, 3, 3]),
      weight('cw', [4, 8, 3, 3]),
      weight('tw', [5, 12, 3, 3]),
      weight('dw', [4, 5, 3, 3]),
      weight('yw', [3, 9, 3, 3]),
    ],
  });
}

/** GoogLeNet, Inception: branches that join. */
export function inception(): OnnxModel {
  const module = (from: string, to: string): NodeProto[] => [
    node('Conv', [from, `${to}1`], [`${to}a`]),
    node('Conv', [from, `${to}2`], [`${to}b`]),
    node('Relu', [`${to}b`], [`${to}c`]),
    node('Conv', [`${to}c`, `${to}3`], [`${to}d`], SAME),
    node('MaxPool', [from], [`${to}e`], SAME),
    node('Concat', [`${to}a`, `${to}d`, `${to}e`], [to], {axis: 1}),
  ];
  const weights = (to: string, channels: number) => [
    weight(`${to}1`, [3, channels, 1, 1]),
    weight(`${to}2`, [2, channels, 1, 1]),
    weight(`${to}3`, [4, 2, 3, 3]),
  ];
  return tinyModel({
    nodes: [...module('x', 'i'), ...module('i', 'j'), ...module('j', 'y')],
    weights: [...weights('i', 2), ...weights('j', 9), ...weights('y', 16)],
  });
}

const WIDTH = 32;
const WORDS = 6;
const HEADS = 4;

/** BERT: token numbers and a mask come in, states and a summary go out; the mask is read by every block. */
export function transformer(): OnnxModel {
  const blocks = ['a', 'b'];
  return tinyModel({
    inputs: [input('ids', ['n', WORDS], INT64), input('mask', ['n', WORDS], INT64)],
    outputs: ['states', 'summary'],
    nodes: [
      node('Unsqueeze', ['mask', 'axes'], ['m1']),
      node('Cast', ['m1'], ['m2'], {to: TensorProto_DataType.FLOAT}),
      node('Sub', ['m2', 'one'], ['m3']),
      node('Mul', ['m3', 'ten'], ['m4']),
      node('Gather', ['words', 'ids'], ['e1']),
      node('Add', ['e1', 'places'], ['x']),
      ...attentionBlock('x', 'a'),
      ...attentionBlock('a', 'b'),
      node('Identity', ['b'], ['states']),
      node('Gather', ['b', 'first'], ['s1'], {axis: 1}),
      node('Gemm', ['s1', 'b.wo'], ['s2']),
      node('Tanh', ['s2'], ['summary']),
    ],
    weights: [
      weight('words', [40, WIDTH]),
      weight('places', [WORDS, WIDTH]),
      scalar('one', 1),
      scalar('ten', 10),
      scalar('root', Math.sqrt(WIDTH / HEADS)),
      scalar('sqrt2', Math.SQRT2),
      scalar('half', 0.5),
      weight('scale', [WIDTH]),
      integers('axes', [2], [1, 2]),
      integers('first', [], [0]),
      integers('split', [4], [0, WORDS, HEADS, WIDTH / HEADS]),
      integers('join', [3], [0, WORDS, WIDTH]),
      ...blocks.flatMap((block) => ['wq', 'wk', 'wv', 'wo'].map((name) => small(`${block}.${name}`, [WIDTH, WIDTH]))),
      ...blocks.flatMap((block) => [
        small(`${block}.up`, [WIDTH, 2 * WIDTH]),
        small(`${block}.down`, [2 * WIDTH, WIDTH]),
      ]),
    ],
  });
}

function attentionBlock(from: string, to: string): NodeProto[] {
  const t = (name: string) => `${to}.${name}`;
  const heads = (which: 'q' | 'k' | 'v', perm: readonly number[]) => [
    node('MatMul', [from, t(`w${which}`)], [t(`${which}1`)]),
    node('Reshape', [t(`${which}1`), 'split'], [t(`${which}2`)]),
    node('Transpose', [t(`${which}2`)], [t(which)], {perm}),
  ];
  return [
    ...heads('q', [0, 2, 1, 3]),
    ...heads('k', [0, 2, 3, 1]),
    ...heads('v', [0, 2, 1, 3]),
    node('MatMul', [t('q'), t('k')], [t('s1')]),
    node('Div', [t('s1'), 'root'], [t('s2')]),
    node('Add', [t('s2'), 'm4'], [t('s3')]),
    node('Softmax', [t('s3')], [t('s4')], {axis: 3}),
    node('MatMul', [t('s4'), t('v')], [t('o1')]),
    node('Transpose', [t('o1')], [t('o2')], {perm: [0, 2, 1, 3]}),
    node('Reshape', [t('o2'), 'join'], [t('o3')]),
    node('MatMul', [t('o3'), t('wo')], [t('o4')]),
    node('Add', [from, t('o4')], [t('r1')]),
    node('LayerNormalization', [t('r1'), 'scale'], [t('r2')]),
    node('MatMul', [t('r2'), t('up')], [t('f1')]),
    node('Div', [t('f1'), 'sqrt2'], [t('f2')]),
    node('Erf', [t('f2')], [t('f3')]),
    node('Add', [t('f3'), 'one'], [t('f4')]),
    node('Mul', [t('f1'), t('f4')], [t('f5')]),
    node('Mul', [t('f5'), 'half'], [t('f6')]),
    node('MatMul', [t('f6'), t('down')], [t('f7')]),
    node('Add', [t('r2'), t('f7')], [t('r3')]),
    node('LayerNormalization', [t('r3'), 'scale'], [to]),
  ];
}

/** A branch and a loop whose bodies read tensors and weights from outside. */
export function controlFlow(): OnnxModel {
  const branch = (opType: string) =>
    tinyGraph({
      nodes: [node('Conv', ['r1', 'w2'], ['inner'], SAME), node(opType, ['inner'], ['out'])],
      outputs: ['out'],
    });
  const body = tinyGraph({
    inputs: [input('i', [], INT64), input('go', [], BOOL), input('state', ['n', 4, 6, 6])],
    outputs: ['going', 'next'],
    nodes: [
      node('Identity', ['go'], ['going']),
      node('Conv', ['state', 'w2'], ['s1'], SAME),
      node('Add', ['s1', 'chosen'], ['s2']),
      node('Tanh', ['s2'], ['next']),
    ],
  });
  return tinyModel({
    nodes: [
      node('Conv', ['x', 'w1'], ['c1'], SAME),
      node('Relu', ['c1'], ['r1']),
      node('ReduceSum', ['c1'], ['total'], {keepdims: 0}),
      node('Greater', ['total', 'zero'], ['positive']),
      node('If', ['positive'], ['chosen'], {then_branch: branch('Relu'), else_branch: branch('Neg')}),
      node('Loop', ['times', '', 'chosen'], ['looped'], {body}),
      node('Conv', ['looped', 'w2'], ['y'], SAME),
    ],
    weights: [weight('w1', [4, 2, 3, 3]), weight('w2', [4, 4, 3, 3]), scalar('zero', 0), integers('times', [], [3])],
  });
}

/** Weights in constants, one of them shared under another name, and a shape computed from a shape. */
export function constantsAsNodes(): OnnxModel {
  const constant = (name: string, value: TensorProto) => node('Constant', [], [name], {value});
  return tinyModel({
    nodes: [
      constant('w1', weight('', [2, 2, 3, 3])),
      node('Identity', ['w1'], ['w2']),
      node('Conv', ['x', 'w1'], ['c1'], SAME),
      node('Relu', ['c1'], ['r1']),
      node('Conv', ['r1', 'w2'], ['c2'], SAME),
      node('Shape', ['c2'], ['s1']),
      constant('zero', integers('', [1], [0])),
      node('Gather', ['s1', 'zero'], ['s2']),
      constant('rest', integers('', [1], [-1])),
      node('Concat', ['s2', 'rest'], ['s3'], {axis: 0}),
      node('Reshape', ['c2', 's3'], ['f']),
      constant('w3', weight('', [72, 5])),
      node('MatMul', ['f', 'w3'], ['y']),
    ],
  });
}

/** What static quantisation writes: every operator between dequantisers and a quantiser. */
export function quantizedUnits(): OnnxModel {
  const unit = (from: string, filters: string, to: string): NodeProto[] => [
    node('DequantizeLinear', [from, 'step', 'middle'], [`${to}1`]),
    node('DequantizeLinear', [filters, 'fine', 'middle'], [`${to}2`]),
    node('Conv', [`${to}1`, `${to}2`], [`${to}3`], SAME),
    node('Relu', [`${to}3`], [`${to}4`]),
    node('QuantizeLinear', [`${to}4`, 'step', 'middle'], [to]),
  ];
  return tinyModel({
    nodes: [
      node('QuantizeLinear', ['x', 'step', 'middle'], ['q']),
      ...unit('q', 'w1', 'a'),
      ...unit('a', 'w2', 'b'),
      ...unit('b', 'w2', 'c'),
      node('DequantizeLinear', ['c', 'step', 'middle'], ['d']),
      node('Flatten', ['d'], ['f']),
      node('MatMul', ['f', 'w3'], ['y']),
    ],
    weights: [
      bytes('w1', [4, 2, 3, 3]),
      bytes('w2', [4, 4, 3, 3]),
      weight('w3', [144, 5]),
      scalar('step', 0.05),
      scalar('fine', 0.004),
      create(TensorProtoSchema, {name: 'middle', dataType: UINT8, rawData: Uint8Array.of(128)}),
    ],
  });
}

/** What dynamic quantisation writes: scales computed from the tensor itself. */
export function dynamicallyQuantized(): OnnxModel {
  const product = (from: string, to: string): NodeProto[] => [
    node('DynamicQuantizeLinear', [from], [`${to}q`, `${to}s`, `${to}z`]),
    node('MatMulInteger', [`${to}q`, 'w', `${to}z`, 'middle'], [`${to}i`]),
    node('Cast', [`${to}i`], [`${to}f`], {to: TensorProto_DataType.FLOAT}),
    node('Mul', [`${to}s`, 'fine'], [`${to}m`]),
    node('Mul', [`${to}f`, `${to}m`], [`${to}o`]),
    node('Relu', [`${to}o`], [to]),
  ];
  return tinyModel({
    inputs: [input('x', ['n', 16])],
    nodes: [...product('x', 'a'), ...product('a', 'b'), ...product('b', 'y')],
    weights: [
      bytes('w', [16, 16]),
      scalar('fine', 0.01),
      create(TensorProtoSchema, {name: 'middle', dataType: UINT8, rawData: Uint8Array.of(128)}),
    ],
  });
}

function scalar(name: string, value: number): TensorProto {
  const rawData = new Uint8Array(Float32Array.of(value).buffer);
  return create(TensorProtoSchema, {name, dataType: TensorProto_DataType.FLOAT, rawData});
}

/** Weights small enough that many of them in a row keep their scale. */
function small(name: string, shape: readonly number[]): TensorProto {
  const tensor = weight(name, shape, name.length);
  const values = new Float32Array(tensor.rawData.buffer).map((value) => value / 8);
  return create(TensorProtoSchema, {...tensor, rawData: new Uint8Array(values.buffer)});
}

/** Unsigned bytes around 128. */
function bytes(name: string, shape: readonly number[]): TensorProto {
  const values = new Float32Array(weight(name, shape).rawData.buffer);
  const rawData = Uint8Array.from(values, (value) => 128 + Math.round(value * 50));
  return create(TensorProtoSchema, {name, dims: shape.map(BigInt), dataType: UINT8, rawData});
}

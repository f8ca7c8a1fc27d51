import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {Worker} from 'node:worker_threads';
import {TensorProto_DataType} from 'onnx-buf';
import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {parseModel} from '../../../src/onnx/model.js';
import {temporaryFolder} from '../../support/temporary-folder.js';
import {input, node, tinyModelBytes} from '../../support/tiny-model.js';

// What the runtime does once in a process is looked at in a process of its own, with the compiled code.
const compiled = new URL('../../../dist/executors/onnx-runtime.js', import.meta.url).href;

const runtime = new OnnxRuntime({threads: 1});
const {FLOAT, UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, FLOAT16, BFLOAT16, DOUBLE, UINT32, UINT64} =
  TensorProto_DataType;

const identity = (elementType: number) =>
  tinyModelBytes({inputs: [input('x', ['n'], elementType)], nodes: [node('Identity', ['x'], ['y'])]});

describe('OnnxRuntime', () => {
  it.each([
    [FLOAT, Float32Array.of(1.5, -2)],
    [DOUBLE, Float64Array.of(1.5, -2)],
    [INT32, Int32Array.of(1, -2)],
    [INT64, BigInt64Array.of(1n, -2n)],
    [UINT8, Uint8Array.of(1, 2)],
    [INT8, Int8Array.of(1, -2)],
    [UINT16, Uint16Array.of(1, 2)],
    [INT16, Int16Array.of(1, -2)],
    [UINT32, Uint32Array.of(1, 2)],
    [UINT64, BigUint64Array.of(1n, 2n)],
  ])('carries values of ONNX type %d in and out', async (elementType, data) => {
    const session = await runtime.load(identity(elementType));
    const first = await session.run({x: {shape: [2], data}});
    expect(first['y']).toEqual({shape: [2], data});
    const swapped = {shape: [2], data: data.slice().reverse()};
    expect(session.runNow({x: swapped}, first)).toEqual({y: swapped});
    expect(session.runNow({x: {shape: [0], data: data.slice(0, 0)}})).toEqual({
      y: {shape: [0], data: data.slice(0, 0)},
    });
    await session.release();
  });

  it.each([
    [BOOL, 'bool', Uint8Array.of(1, 0)],
    [FLOAT16, 'float16', Uint16Array.of(0x3c00, 0xc000)],
  ] as const)(
    'carries values of ONNX type %d, which their array does not tell',
    async (onnxType, elementType, data) => {
      const session = await runtime.load(identity(onnxType));
      const {y} = await session.run({x: {shape: [2], data, elementType}});
      expect(y).toEqual({shape: [2], data, elementType});
      await session.release();
    },
  );

  const relu = tinyModelBytes({inputs: [input('x', ['n'])], nodes: [node('Relu', ['x'], ['y'])]});

  it('writes results into the arrays of an earlier run, where shapes allow', async () => {
    const session = await runtime.load(relu);
    const first = session.runNow({x: {shape: [2], data: Float32Array.of(1, -2)}});
    const {data} = first['y'] ?? {};
    const again = session.runNow({x: {shape: [2], data: Float32Array.of(-3, 4)}}, first);
    expect(again).toBe(first);
    expect(again['y']?.data).toBe(data);
    expect(data).toEqual(Float32Array.of(0, 4));
    const longer = session.runNow({x: {shape: [3], data: Float32Array.of(5, 6, 7)}}, first);
    expect(longer['y']).toEqual({shape: [3], data: Float32Array.of(5, 6, 7)});
    expect(data).toEqual(Float32Array.of(0, 4));
    await session.release();
  });

  it('never takes an input for a result, though the model hands it through', async () => {
    const outputs = ['x', 'y'];
    const session = await runtime.load(
      tinyModelBytes({inputs: [input('x', ['n'])], outputs, nodes: [node('Neg', ['x'], ['y'])]}),
    );
    const first = session.runNow({x: {shape: [1], data: Float32Array.of(1)}});
    const x = {shape: [1], data: Float32Array.of(2)};
    const again = session.runNow({x}, first);
    expect(again).toEqual({x, y: {shape: [1], data: Float32Array.of(-2)}});
    expect(again['x']?.data).not.toBe(x.data);
    await session.release();
  });

  it('gives results that outlive the session that made them', async () => {
    const [first, second] = [await runtime.load(relu), await runtime.load(relu)];
    const made = first.runNow({x: {shape: [2], data: Float32Array.of(1, -2)}});
    first.runNow({x: {shape: [2], data: Float32Array.of(3, -4)}}, made);
    await first.release();
    expect(made['y']).toEqual({shape: [2], data: Float32Array.of(3, 0)});
    expect(second.runNow({x: made['y'] ?? expect.unreachable()})).toEqual(made);
    expect(() => first.runNow({x: {shape: [1], data: Float32Array.of(1)}})).toThrow('Session already disposed.');
    await first.release();
    await second.release();
  });

  it('refuses to write to an array that has gone to another thread', async () => {
    const session = await runtime.load(relu);
    const x = {shape: [2], data: Float32Array.of(1, 2)};
    const made = session.runNow({x}, session.runNow({x}));
    const {y} = made;
    if (y === undefined) throw new Error('no output');
    structuredClone(y.data, {transfer: [y.data.buffer as ArrayBuffer]});
    expect(session.runNow({x}, made)).toEqual({y: x});
    expect(() => session.runNow({x: y})).toThrow("Tensor's size(2) does not match data length(0).");
    await session.release();
  });

  it.each([
    ['too long', {shape: [1], data: Float32Array.of(1, 2)}, "Tensor's size(1) does not match data length(2)."],
    ['too short', {shape: [3], data: Float32Array.of(1, 2)}, "Tensor's size(3) does not match data length(2)."],
    ['of whole numbers', {shape: [1], data: Int32Array.of(1)}, 'Unexpected input data type'],
    ['said to be of another type', {shape: [1], data: Float32Array.of(1), elementType: 'bool'}, 'A tensor of bool'],
  ] as const)('refuses an array that is %s', async (_, x, message) => {
    const session = await runtime.load(relu);
    expect(() => session.runNow({x})).toThrow(DataError);
    expect(() => session.runNow({x})).toThrow(message);
    await session.release();
  });

  it('takes arrays wherever their memory is', async () => {
    const session = await runtime.load(identity(FLOAT));
    const values = [1.5, -2, 3];
    const shared = new Float32Array(new SharedArrayBuffer(12));
    shared.set(values);
    const inside = new Float32Array(new ArrayBuffer(24), 8, 3);
    inside.set(values);
    for (const data of [Float32Array.from(values), shared, inside]) {
      expect(session.runNow({x: {shape: [3], data}})['y']?.data).toEqual(Float32Array.from(values));
    }
    await session.release();
  });

  it('writes out what it makes of a model', async () => {
    const twice = [node('Identity', ['x'], ['a']), node('Relu', ['a'], ['y'])];
    const optimized = await runtime.optimize(tinyModelBytes({inputs: [input('x', ['n'])], nodes: twice}));
    expect(parseModel(optimized, 'optimized').graph.node.map(({opType}) => opType)).toEqual(['Relu']);
    await expect(runtime.optimize(Buffer.from('nonsense'))).rejects.toThrow('ONNX Runtime refuses the model');
  });

  it('names inputs and outputs', async () => {
    const session = await runtime.load(identity(FLOAT), {optimize: false});
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    await session.release();
  });

  it('refuses bytes that are no model, and says so in one line', async () => {
    const error = await runtime.load(Buffer.from('nonsense')).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toMatch(/^DataError: ONNX Runtime refuses the model: [^\n]+$/);
  });

  it('reports a run that fails', async () => {
    const session = await runtime.load(identity(FLOAT));
    await expect(session.run({x: {shape: [1, 1, 1], data: Float32Array.of(1)}})).rejects.toThrow(
      'ONNX Runtime cannot run the model',
    );
    await session.release();
  });

  it('names an input that it is not given', async () => {
    const session = await runtime.load(identity(FLOAT));
    await expect(session.run({a: {shape: [1], data: Float32Array.of(1)}})).rejects.toThrow(
      new DataError('ONNX Runtime is not given the tensor x.'),
    );
    await session.release();
  });

  it('takes the results of one model as inputs of another', async () => {
    const [negate, halves] = [node('Neg', ['x'], ['y']), node('Cast', ['x'], ['y'], {to: FLOAT})];
    const first = await runtime.load(tinyModelBytes({inputs: [input('x', ['n'], FLOAT16)], nodes: [negate]}));
    const second = await runtime.load(tinyModelBytes({inputs: [input('x', ['n'], FLOAT16)], nodes: [halves]}));
    const one = {shape: [1], data: Uint16Array.of(0x3c00), elementType: 'float16'} as const;
    const {y} = first.runNow({x: one});
    if (y === undefined) throw new Error('no output');
    expect(second.runNow({x: y})['y']).toEqual({shape: [1], data: Float32Array.of(-1)});
    for (const session of [first, second]) await session.release();
  });

  it('lets other events in, however many runs follow on each other', async () => {
    const session = await runtime.load(identity(FLOAT));
    const time = {isUp: false};
    const timer = setTimeout(() => (time.isUp = true), 1);
    const giveUpMs = performance.now() + 10_000;
    while (!time.isUp && performance.now() < giveUpMs) await session.run({x: {shape: [1], data: Float32Array.of(1)}});
    clearTimeout(timer);
    expect(time.isUp).toBe(true);
    await session.release();
  });

  it('names a tensor of a type it does not carry', async () => {
    const cast = tinyModelBytes({inputs: [input('x', ['n'])], nodes: [node('Cast', ['x'], ['y'], {to: STRING})]});
    const session = await runtime.load(cast);
    await expect(session.run({x: {shape: [1], data: Float32Array.of(1)}})).rejects.toThrow(
      new DataError('Tensor y holds string values, which are no numbers.'),
    );
    await session.release();
  });

  it.each([
    ['no array holds', node('Cast', ['x'], ['y'], {to: BFLOAT16}), 'Tensor type (16) is not supported.'],
    ['are no tensors', node('SequenceConstruct', ['x'], ['y']), 'Non tensor type is temporarily not supported.'],
  ])('refuses results that %s', async (_, operator, message) => {
    const session = await runtime.load(tinyModelBytes({inputs: [input('x', ['n'])], nodes: [operator]}));
    const x = {shape: [1], data: Float32Array.of(1)};
    expect(() => session.runNow({x})).toThrow(new DataError(`ONNX Runtime cannot run the model: ${message}`));
    await session.release();
  });

  it('runs in a thread of its own, which may end before the others do', async () => {
    const session = await runtime.load(identity(FLOAT));
    const model = path.join(temporaryFolder(), 'model.onnx');
    writeFileSync(model, identity(FLOAT));
    const code = `
      const {parentPort} = require('node:worker_threads');
      const {readFileSync} = require('node:fs');
      (async () => {
        const {OnnxRuntime} = await import(${JSON.stringify(compiled)});
        const session = await new OnnxRuntime({threads: 2}).load(readFileSync(${JSON.stringify(model)}));
        parentPort.postMessage(session.runNow({x: {shape: [2], data: Float32Array.of(1, 2)}}).y.data);
      })();`;
    const worker = new Worker(code, {eval: true});
    const [[data]] = await Promise.all([once(worker, 'message') as Promise<[Float32Array]>, once(worker, 'exit')]);
    expect(data).toEqual(Float32Array.of(1, 2));
    const x = {shape: [1], data: Float32Array.of(3)};
    expect(session.runNow({x})).toEqual({y: x});
    await session.release();
  });

  it('sends no usage data, and leaves no log of it', () => {
    const folder = temporaryFolder();
    const model = path.join(temporaryFolder(), 'model.onnx');
    writeFileSync(model, identity(FLOAT));
    const code = `
      const {readFileSync} = await import('node:fs');
      const {OnnxRuntime} = await import(${JSON.stringify(compiled)});
      const session = await new OnnxRuntime().load(readFileSync(${JSON.stringify(model)}));
      await session.release();
      console.log(process.env.ORT_DISABLE_TELEMETRY);`;
    const environment = {...process.env, TMPDIR: folder, ORT_DISABLE_TELEMETRY: undefined};
    const words = ['--input-type=module', '--eval', code];
    expect(execFileSync(process.execPath, words, {env: environment, encoding: 'utf8'})).toBe('1\n');
    expect(readdirSync(folder)).toEqual([]);
  });
});

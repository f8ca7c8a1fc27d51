import {describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {OnnxRuntime} from '../../../src/executors/onnx-runtime.js';
import {input, node, tinyModelBytes} from '../../support/tiny-model.js';

const runtime = new OnnxRuntime({threads: 1});
const FLOAT = 1;
const UINT8 = 2;
const INT32 = 6;
const INT64 = 7;
const FLOAT16 = 10;
const DOUBLE = 11;

const identity = (elementType: number) =>
  tinyModelBytes({inputs: [input('x', ['n'], elementType)], nodes: [node('Identity', ['x'], ['y'])]});

describe('OnnxRuntime', () => {
  it.each([
    [FLOAT, Float32Array.of(1.5, -2)],
    [DOUBLE, Float64Array.of(1.5, -2)],
    [INT32, Int32Array.of(1, -2)],
    [INT64, BigInt64Array.of(1n, -2n)],
    [UINT8, Uint8Array.of(1, 2)],
  ])('carries values of ONNX type %d in and out', async (elementType, data) => {
    const session = await runtime.load(identity(elementType));
    const {y} = await session.run({x: {shape: [2], data}});
    expect(y).toEqual({shape: [2], data});
    await session.release();
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

  it('names a tensor of a type it does not carry', async () => {
    const cast = tinyModelBytes({inputs: [input('x', ['n'])], nodes: [node('Cast', ['x'], ['y'], {to: FLOAT16})]});
    const session = await runtime.load(cast);
    await expect(session.run({x: {shape: [1], data: Float32Array.of(1)}})).rejects.toThrow(
      'Tensor y holds float16 values',
    );
    await session.release();
  });
});

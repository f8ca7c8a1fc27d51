import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {create} from '@bufbuild/protobuf';
import {GraphProtoSchema, ModelProtoSchema, TensorProto_DataLocation} from 'onnx-buf';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';

import {DataError} from '../../../src/core/errors.js';
import {modelInterface} from '../../../src/onnx/interface.js';
import {parseModel, readModel, serializeModel} from '../../../src/onnx/model.js';
import {input, node, residualModel, tinyModel, tinyModelBytes, weight} from '../../support/tiny-model.js';

const RELU = [node('Relu', ['x'], ['y'])];
const INT64 = 7;
const TEXT = 8;

describe('parseModel', () => {
  it('hashes what it reads', () => {
    const bytes = tinyModelBytes({nodes: RELU});
    expect(parseModel(bytes, 'dir/net.onnx')).toMatchObject({name: 'net', place: 'dir/net.onnx'});
    expect(parseModel(bytes, 'a').contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(parseModel(bytes, 'a').contentHash).toBe(parseModel(bytes, 'b').contentHash);
    expect(parseModel(bytes, 'a').contentHash).not.toBe(residualModel().contentHash);
  });

  it('keeps fields it does not know', () => {
    // Field 900 of the model, a varint of 5, as a later version of the format could add it.
    const unknown = Buffer.from([0xa0, 0x38, 5]);
    const bytes = Buffer.concat([tinyModelBytes({nodes: RELU}), unknown]);
    expect(Buffer.from(serializeModel(parseModel(bytes, 'a').proto)).includes(unknown)).toBe(true);
  });

  it.each([
    ['text', Buffer.from('this is no network'), 'net.onnx is not an ONNX model'],
    ['an empty file', Buffer.alloc(0), 'net.onnx is not an ONNX model'],
    ['a truncated file', tinyModelBytes({nodes: RELU}).subarray(0, 30), 'net.onnx is not an ONNX model'],
    [
      'an empty graph',
      serializeModel(create(ModelProtoSchema, {irVersion: 8n, graph: create(GraphProtoSchema, {})})),
      'The graph of net.onnx is empty',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseModel(bytes, 'net.onnx')).toThrow(DataError);
    expect(() => parseModel(bytes, 'net.onnx')).toThrow(message);
  });
});

describe('readModel', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'neuos-model-'));
  });
  afterAll(() => rm(directory, {recursive: true}));

  const external = (location: string, length = 16) => {
    const kept = weight('w', [4]);
    const rawData = kept.rawData;
    kept.rawData = new Uint8Array();
    kept.dataLocation = TensorProto_DataLocation.EXTERNAL;
    kept.externalData = Object.entries({location, offset: '4', length: String(length)}).map(([key, value]) => ({
      $typeName: 'onnx.StringStringEntryProto',
      key,
      value,
    }));
    return {rawData, bytes: tinyModelBytes({nodes: [node('Add', ['x', 'w'], ['y'])], weights: [kept]})};
  };

  it('says that a file is missing', async () => {
    await expect(readModel('no/such.onnx')).rejects.toThrow(
      'Cannot read the model no/such.onnx: there is no such file.',
    );
  });

  it('brings in weights kept beside the model, and hashes them too', async () => {
    const {rawData, bytes} = external('weights.bin');
    const path = join(directory, 'external.onnx');
    await writeFile(path, bytes);
    await writeFile(join(directory, 'weights.bin'), Buffer.concat([Buffer.alloc(4), rawData]));
    const model = await readModel(path);
    expect([...(model.graph.initializer[0]?.rawData ?? [])]).toEqual([...rawData]);
    await writeFile(join(directory, 'weights.bin'), Buffer.alloc(20));
    expect((await readModel(path)).contentHash).not.toBe(model.contentHash);
  });

  it.each([
    ['outside its directory', '../weights.bin', 16, 'not below the model'],
    ['that is not there', 'absent.bin', 16, 'cannot be read'],
    ['that is too short', 'weights.bin', 64, 'takes bytes 4 to 68 of a file of 20'],
  ])('refuses weights in a file %s', async (_, location, length, message) => {
    const path = join(directory, 'bad.onnx');
    await writeFile(join(directory, 'weights.bin'), Buffer.alloc(20));
    await writeFile(path, external(location, length).bytes);
    await expect(readModel(path)).rejects.toThrow(message);
  });
});

describe('modelInterface', () => {
  it('fills in the batch', () => {
    const model = tinyModel({nodes: RELU});
    expect(modelInterface(model, 3)).toEqual({
      inputs: [{name: 'x', shape: [3, 2, 6, 6], type: 'float32', below: 2}],
      outputNames: ['y'],
      dimensions: {},
    });
  });

  it('gives every dimension of the name of the batch its size, and others the size asked for', () => {
    const inputs = [input('ids', ['n', 'words'], INT64), input('mask', [1, 'words', 'n'], INT64), input('z', [])];
    const model = tinyModel({inputs, outputs: ['y', 'ids'], nodes: RELU});
    const {inputs: found, outputNames} = modelInterface(model, 3, {words: 8});
    expect(found.map(({shape}) => shape)).toEqual([[3, 8], [1, 8, 3], []]);
    expect(outputNames).toEqual(['y', 'ids']);
  });

  it('says how many rows the table has that an input looks up', () => {
    const model = tinyModel({
      inputs: [input('ids', ['n', 3], INT64)],
      nodes: [node('Gather', ['words', 'ids'], ['y'])],
      weights: [weight('words', [50, 4])],
    });
    expect(modelInterface(model, 1).inputs[0]).toMatchObject({type: 'int64', below: 50});
  });

  it('does not take weights that are listed as inputs for inputs', () => {
    const model = tinyModel({
      inputs: [input('x', ['n', 4]), input('w', [4])],
      nodes: [node('Add', ['x', 'w'], ['y'])],
      weights: [weight('w', [4])],
    });
    expect(modelInterface(model, 1).inputs.map(({name}) => name)).toEqual(['x']);
  });

  it.each([
    ['no input', {inputs: [], nodes: RELU}, 'tiny.onnx has no input'],
    ['no output', {outputs: [], nodes: RELU}, 'tiny.onnx has no output'],
    ['an input of text', {inputs: [input('x', ['n', 2], TEXT)], nodes: RELU}, 'must be a tensor of float32'],
    ['a huge input', {inputs: [input('x', ['n', 2 ** 20, 2 ** 20])], nodes: RELU}, 'at most 268435456 are allowed'],
    ['a free height', {inputs: [input('x', ['n', 3, 'h', 8])], nodes: RELU}, "Dimension 2 ('h') of input x"],
    ['a shape of its own', {inputs: [input('x', [])], nodes: RELU}, 'has no shape'],
    ['another batch', {inputs: [input('x', [2, 3])], nodes: RELU}, 'exported for batch 2 only; batch 1 was asked for'],
  ])('refuses a model with %s', (_, parts, message) => {
    expect(() => modelInterface(tinyModel(parts), 1)).toThrow(DataError);
    expect(() => modelInterface(tinyModel(parts), 1)).toThrow(message);
  });
});

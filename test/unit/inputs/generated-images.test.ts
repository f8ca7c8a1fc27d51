import {describe, expect, it} from 'vitest';
import type {NetworkInput} from '../../../src/core/network/network-input.js';
import {seededTensor} from '../../../src/core/seeded-tensor.js';
import {GeneratedImages} from '../../../src/inputs/generated-images.js';

const PICTURE: NetworkInput = {name: 'x', shape: [4, 2, 3], type: 'float32', below: 2};
const TOKENS: NetworkInput = {name: 'ids', shape: [4, 5], type: 'int64', below: 40};
const MASK: NetworkInput = {name: 'mask', shape: [4, 5], type: 'bool', below: 2};
const TABLE: NetworkInput = {name: 'table', shape: [7, 2], type: 'float32', below: 2};

/** Answers with the class `row % 3` whatever it is asked. */
function generate(...inputs: readonly NetworkInput[]): Promise<GeneratedImages> {
  const answer = () =>
    Promise.resolve({
      shape: [4, 3],
      data: Float32Array.from({length: 12}, (_, at) => Number(at % 3 === Math.floor(at / 3) % 3)),
    });
  return GeneratedImages.answeredBy(answer, inputs, {count: 10, batch: 4});
}

describe('generated inputs', () => {
  it('are seeded one by one, whole batches of them, with the answers of the network as labels', async () => {
    const images = await generate(PICTURE);
    expect([images.count, images.imageShape]).toEqual([12, [2, 3]]);
    expect(images.batch([2])).toEqual({shape: [1, 2, 3], data: seededTensor([2, 3], 3).data});
    expect(Array.from({length: 12}, (_, n) => images.label(n))).toEqual([0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0]);
    expect(() => images.label(12)).toThrow(RangeError);
    expect(() => images.batch([12])).toThrow(RangeError);
  });

  it('have every input of the network, of its own type and inside its own range', async () => {
    const images = await generate(TOKENS, MASK);
    const {data, shape, tensors} = images.batch([3, 0, 3]);
    expect(shape).toEqual([3, 5]);
    expect(data).toBeInstanceOf(BigInt64Array);
    expect(Array.from(data as BigInt64Array).every((value) => value >= 0n && value < 40n)).toBe(true);
    expect(data.slice(0, 5)).toEqual(data.slice(10));
    expect(data.slice(0, 5)).not.toEqual(data.slice(5, 10));
    expect(tensors?.['mask']).toMatchObject({shape: [3, 5], elementType: 'bool'});
    expect(new Set(tensors?.['mask']?.data as Uint8Array)).toEqual(new Set([0, 1]));
  });

  it('share what does not come once per image', async () => {
    const images = await generate(PICTURE, TABLE);
    const first = images.batch([5]).tensors?.['table'];
    expect(first?.shape).toEqual([7, 2]);
    expect(images.batch([1, 2]).tensors?.['table']).toEqual(first);
  });
});

import {describe, expect, it} from 'vitest';

import {INPUT_TYPES, seededInputs, type NetworkInput} from '../../../../src/core/network/network-input.js';
import {seededTensor} from '../../../../src/core/seeded-tensor.js';

const input = (type: NetworkInput['type'], below = 5): NetworkInput => ({name: type, shape: [4, 50], type, below});

describe('seededInputs', () => {
  it('gives a network with one float input the seeded tensor itself', () => {
    expect(seededInputs([input('float32')], 9)).toEqual(seededTensor([4, 50], 9));
  });

  it.each(INPUT_TYPES)('makes up %s values, equal ones for equal seeds', (type) => {
    const {shape, data} = seededInputs([input(type)], 3);
    expect(shape).toEqual([4, 50]);
    expect(data).toHaveLength(200);
    expect(seededInputs([input(type)], 3).data).toEqual(data);
    expect(seededInputs([input(type)], 4).data).not.toEqual(data);
  });

  it.each(['int8', 'uint8', 'int32', 'int64', 'bool'] as const)('keeps %s values inside their table', (type) => {
    const values = new Set(Array.from(seededInputs([input(type, 3)], 3).data, Number));
    expect([...values].toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('puts further inputs beside the first one', () => {
    const {tensors, elementType} = seededInputs([input('bool'), input('int64')], 3);
    expect(elementType).toBe('bool');
    expect(tensors?.['int64']?.data).toBeInstanceOf(BigInt64Array);
  });
});

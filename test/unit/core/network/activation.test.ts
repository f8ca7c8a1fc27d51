import {describe, expect, it} from 'vitest';

import {activationOf, activationTensors} from '../../../../src/core/network/activation.js';
import {seededTensor} from '../../../../src/core/seeded-tensor.js';

const a = seededTensor([2], 1);
const b = seededTensor([3], 2);

describe('an activation', () => {
  it('is a plain tensor where only one is alive', () => {
    expect(activationOf(['a'], {a, b})).toBe(a);
    expect(activationTensors(a, ['a'])).toEqual({a});
  });

  it('looks like the main tensor where several are alive, and hands each of them on as it is', () => {
    const activation = activationOf(['b', 'a'], {a, b});
    expect(activation).toMatchObject(b);
    const tensors = activationTensors(activation, ['b', 'a']);
    expect(Object.keys(tensors)).toEqual(['b', 'a']);
    expect(tensors['a']).toBe(a);
    expect(tensors['b']).toBe(b);
  });

  it('says which tensor is missing', () => {
    expect(() => activationOf(['a', 'c'], {a, b})).toThrow('no tensor c among a, b');
    expect(() => activationOf([], {a})).toThrow(RangeError);
  });
});

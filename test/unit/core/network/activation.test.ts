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

  it('carries the others beside the main one, by name', () => {
    const activation = activationOf(['b', 'a'], {a, b});
    expect(activation).toEqual({...b, beside: {a}});
    expect(activationTensors(activation, ['b', 'a'])).toEqual({a, b});
  });

  it('says which tensor is missing', () => {
    expect(() => activationOf(['a', 'c'], {a, b})).toThrow('no tensor c among a, b');
    expect(() => activationOf([], {a})).toThrow(RangeError);
  });
});

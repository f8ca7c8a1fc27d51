import {uniformFloat32} from 'pure-rand/distribution/uniformFloat32';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

import type {Tensor} from './inference.js';
import {elementCount} from './network/cost.js';

/** A tensor of uniform values in [-2, 2): negatives included, so that a lost Relu or sign shows. Equal seeds give equal tensors. */
export function seededTensor(shape: readonly number[], seed: number): Tensor & {readonly data: Float32Array} {
  const generator = xoroshiro128plus(seed);
  const data = new Float32Array(elementCount(shape));
  for (let index = 0; index < data.length; index += 1) data[index] = uniformFloat32(generator) * 4 - 2;
  return {shape, data};
}

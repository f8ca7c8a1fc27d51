import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

import type {Tensor} from '../inference.js';
import {seededTensor} from '../seeded-tensor.js';
import {activationOf, type Activation} from './activation.js';
import {elementCount} from './cost.js';

/** Kinds of values that a network can be fed with. */
export const INPUT_TYPES = ['float32', 'float64', 'int8', 'uint8', 'int32', 'int64', 'bool'] as const;
/** One of {@link INPUT_TYPES}. */
export type InputType = (typeof INPUT_TYPES)[number];

/** One input of a network. */
export interface NetworkInput {
  readonly name: string;
  /** **Shape:** for the network's batch. */
  readonly shape: readonly number[];
  readonly type: InputType;
  /** Whole numbers stay below this: the rows of the table they look up, 2 where they mask or choose. */
  readonly below: number;
}

/** Made-up values for every input: floats in [-2, 2), whole numbers from 0. Equal seeds give equal values. */
export function seededInputs(inputs: readonly NetworkInput[], seed: number): Activation {
  const tensors = inputs.map((input, index) => [input.name, seededValues(input, seed + index)] as const);
  return activationOf(
    inputs.map(({name}) => name),
    Object.fromEntries(tensors),
  );
}

function seededValues({shape, type, below}: NetworkInput, seed: number): Tensor {
  if (type === 'float32') return seededTensor(shape, seed);
  if (type === 'float64') return {shape, data: Float64Array.from(seededTensor(shape, seed).data)};
  const generator = xoroshiro128plus(seed);
  const count = elementCount(shape);
  const values = Array.from({length: count}, () => uniformInt(generator, 0, below - 1));
  switch (type) {
    case 'int8':
      return {shape, data: Int8Array.from(values)};
    case 'uint8':
      return {shape, data: Uint8Array.from(values)};
    case 'int32':
      return {shape, data: Int32Array.from(values)};
    case 'int64':
      return {shape, data: BigInt64Array.from(values, BigInt)};
    case 'bool':
      return {shape, data: Uint8Array.from(values), elementType: 'bool'};
  }
}

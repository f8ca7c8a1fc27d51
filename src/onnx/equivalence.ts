import {DataError} from '../core/errors.js';
import type {InferenceRuntime, Tensor, TensorMap} from '../core/inference.js';

/** Largest difference allowed, relative to the largest value of the tensor. */
const RELATIVE_TOLERANCE = 1e-4;
/** Allowed in any case: tensors of zeros have no scale. */
const ABSOLUTE_TOLERANCE = 1e-6;

/** One layer as it is compared with the whole model. */
export interface ComparedLayer {
  readonly name: string;
  readonly part: Uint8Array;
  readonly inputTensor: string;
  readonly outputTensor: string;
}

/**
 * Checks that the chain of layers computes what the whole model computes.
 *
 * `reference` holds every tensor of one run of the whole model. **Errors:** DataError that names the first layer that
 * differs.
 */
export async function checkEquivalence(
  layers: readonly ComparedLayer[],
  reference: TensorMap,
  runtime: InferenceRuntime,
  place: string,
): Promise<void> {
  let activation = reference[layers[0]?.inputTensor ?? ''];
  for (const {name, part, inputTensor, outputTensor} of layers) {
    const expected = reference[outputTensor];
    if (activation === undefined || expected === undefined) {
      throw new DataError(`Layer ${name} of ${place} has no reference to be compared with.`);
    }
    const session = await runtime.load(part);
    const output: Tensor | undefined = (await session.run({[inputTensor]: activation}))[outputTensor];
    await session.release();
    compare(output, expected, `Layer ${name} of ${place}`);
    activation = output;
  }
}

function compare(got: Tensor | undefined, expected: Tensor, what: string): asserts got is Tensor {
  if (got === undefined || got.shape.join() !== expected.shape.join()) {
    const shape = got === undefined ? 'nothing' : `a tensor of ${got.shape.join('×')}`;
    throw new DataError(`${what} computes ${shape} where the whole model computes ${expected.shape.join('×')}.`);
  }
  const difference = largestDifference(got.data, expected.data);
  const allowed = RELATIVE_TOLERANCE * largestMagnitude(expected.data) + ABSOLUTE_TOLERANCE;
  if (difference <= allowed) return;
  throw new DataError(
    `${what} differs from the whole model by ${difference.toPrecision(3)}; ${allowed.toPrecision(3)} is allowed.`,
  );
}

/** NaN where only one of the two is a number, so that no comparison accepts it. */
function largestDifference(got: Tensor['data'], expected: Tensor['data']): number {
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const [a, b] = [Number(got[index]), Number(expected[index])];
    const difference = Object.is(a, b) ? 0 : Math.abs(a - b);
    if (Number.isNaN(difference)) return difference;
    largest = Math.max(largest, difference);
  }
  return largest;
}

function largestMagnitude(values: Tensor['data']): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) largest = Math.max(largest, Math.abs(Number(values[index])));
  return largest;
}

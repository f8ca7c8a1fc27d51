import {DataError} from '../core/errors.js';
import type {InferenceRuntime, Tensor, TensorData, TensorMap} from '../core/inference.js';

/** Largest difference allowed, relative to the largest value of the tensor. */
const RELATIVE_TOLERANCE = 1e-4;
/** Allowed in any case: tensors of zeros have no scale. */
const ABSOLUTE_TOLERANCE = 1e-6;

/** One layer as it is compared with the whole model. */
export interface ComparedLayer {
  readonly name: string;
  readonly part: Uint8Array;
}

/**
 * Checks that the chain of layers computes what the whole model computes.
 *
 * `reference` holds the network's inputs and every tensor that a layer makes, from one run of the whole model.
 * **Errors:** DataError that names the first tensor that differs, and by how much.
 */
export async function checkEquivalence(
  layers: readonly ComparedLayer[],
  inputNames: readonly string[],
  reference: TensorMap,
  runtime: InferenceRuntime,
  place: string,
): Promise<void> {
  let alive = pick(reference, inputNames);
  for (const {name, part} of layers) {
    const made = await runPart(part, alive, runtime);
    for (const [tensor, got] of Object.entries(made)) {
      compareTensors(got, reference[tensor], `Tensor ${tensor} of layer ${name} of ${place}`);
    }
    alive = {...alive, ...made};
  }
}

async function runPart(part: Uint8Array, alive: TensorMap, runtime: InferenceRuntime): Promise<TensorMap> {
  const session = await runtime.load(part);
  try {
    return await session.run(pick(alive, session.inputNames));
  } finally {
    await session.release();
  }
}

/** **Errors:** DataError that begins with `what` when the two are not the same but for rounding. */
export function compareTensors(got: Tensor, expected: Tensor | undefined, what: string): void {
  if (expected === undefined) throw new DataError(`${what} has no reference to be compared with.`);
  if (got.shape.join() !== expected.shape.join()) {
    throw new DataError(`${what} is ${got.shape.join('×')}; in the whole model it is ${expected.shape.join('×')}.`);
  }
  const {difference, index} = largestDifference(got.data, expected.data);
  const allowed = RELATIVE_TOLERANCE * largestMagnitude(expected.data) + ABSOLUTE_TOLERANCE;
  if (difference <= allowed) return;
  throw new DataError(
    `${what} differs from the whole model by ${difference.toPrecision(3)} at element ${index}; ` +
      `${allowed.toPrecision(3)} is allowed.`,
  );
}

/** The difference is NaN where only one of the two is a number, so that no comparison accepts it. */
function largestDifference(got: TensorData, expected: TensorData): {difference: number; index: number} {
  const largest = {difference: 0, index: 0};
  for (let index = 0; index < expected.length; index += 1) {
    const [a, b] = [Number(got[index]), Number(expected[index])];
    const difference = a === b || Object.is(a, b) ? 0 : Math.abs(a - b);
    if (Number.isNaN(difference)) return {difference, index};
    if (difference > largest.difference) Object.assign(largest, {difference, index});
  }
  return largest;
}

/** Of what is finite: infinities and NaN say nothing about the scale of the rest. */
function largestMagnitude(values: TensorData): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const magnitude = Math.abs(Number(values[index]));
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}

function pick(tensors: TensorMap, names: readonly string[]): TensorMap {
  return Object.fromEntries(names.flatMap((name) => (tensors[name] === undefined ? [] : [[name, tensors[name]]])));
}

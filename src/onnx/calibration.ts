import type {ModelProto} from 'onnx-buf';

import type {InferenceRuntime, InferenceSession, Tensor, TensorMap} from '../core/inference.js';
import type {Gemm} from '../core/linear-algebra/matrix.js';
import {MomentSum} from '../core/low-rank/moments.js';
import {gatherOutputs, gatherPatches, samplePositions, type PatchGeometry} from '../core/low-rank/patches.js';
import {elementCount} from '../core/network/cost.js';
import type {DecomposableOperator} from './decomposable.js';
import {serializeModel} from './model.js';
import {patchGeometry} from './patch-geometry.js';
import {withOutputs} from './rewrite.js';

/** Samples for every weight of a filter; fewer leave the covariance of the inputs to chance. */
const SAMPLES_PER_WEIGHT = 3;
const MIN_SAMPLES = 4096;

/** What runs parts and multiplies matrices. */
export interface FitTools {
  readonly runtime: InferenceRuntime;
  readonly gemm: Gemm;
}

/** Runs a part on every batch of tensors, and returns those called `names` for each. */
export async function observe(
  part: ModelProto,
  names: readonly string[],
  batches: readonly TensorMap[],
  runtime: InferenceRuntime,
): Promise<readonly TensorMap[]> {
  const made = names.filter((name) => batches.some((batch) => batch[name] === undefined));
  if (made.length === 0) return batches;
  const session = await runtime.load(serializeModel(withOutputs(part, made)));
  try {
    const observed: TensorMap[] = [];
    for (const batch of batches) observed.push({...batch, ...(await session.run(feeds(session, batch)))});
    return observed;
  } finally {
    await session.release();
  }
}

function feeds({inputNames}: InferenceSession, batch: TensorMap): TensorMap {
  return Object.fromEntries(inputNames.flatMap((name) => (batch[name] === undefined ? [] : [[name, batch[name]]])));
}

/** What an operator reads, and what it should answer, batch by batch. */
export interface OperatorSamples {
  readonly inputs: readonly TensorMap[];
  readonly outputs: readonly TensorMap[];
}

/** Sums of an operator's samples, one entry per group; added to `before` where that is given. */
export async function sumSamples(
  operator: DecomposableOperator,
  {inputs, outputs}: OperatorSamples,
  gemm: Gemm,
  before?: readonly MomentSum[],
): Promise<readonly MomentSum[]> {
  const {node, groups, weightShape} = operator;
  const [inputName = '', outputName = ''] = [node.input[0], node.output[0]];
  const [inputSize, outputSize] = patchSizes(operator);
  const limit = Math.ceil(Math.max(MIN_SAMPLES, SAMPLES_PER_WEIGHT * inputSize) / inputs.length);
  const sums: MomentSum[] = [];
  for (let group = 0; group < groups; group += 1) {
    const sum = before?.[group]?.clone() ?? new MomentSum(inputSize, outputSize, gemm);
    sums.push(sum);
    for (const [index, batch] of inputs.entries()) {
      const [read, made] = [batch[inputName], outputs[index]?.[outputName]];
      const geometry = patchGeometry(operator, read?.shape ?? weightShape, made?.shape ?? weightShape);
      await addSamples(sum, [floats(read), floats(made)], geometry, limit, group);
    }
  }
  return sums;
}

async function addSamples(
  sum: MomentSum,
  [read, made]: readonly [Float32Array, Float32Array],
  geometry: PatchGeometry,
  limit: number,
  group: number,
): Promise<void> {
  const positions = samplePositions(geometry, limit);
  await sum.add(gatherPatches(read, geometry, positions, group), gatherOutputs(made, geometry, positions, group));
}

/** Weights of one filter, and filters of one group. */
function patchSizes({scheme, weightShape, groups, rows, columns}: DecomposableOperator): readonly [number, number] {
  if (scheme === 'product') return [rows, columns];
  const [filters = 0, ...filterShape] = weightShape;
  return [elementCount(filterShape), filters / groups];
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new RangeError('only tensors of 32-bit floats can be sampled');
}

import {create} from '@bufbuild/protobuf';
import {GraphProtoSchema, ModelProtoSchema, ValueInfoProtoSchema, type NodeProto, type TensorProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {InferenceRuntime, SessionOptions, TensorMap} from '../core/inference.js';
import {BYTES_PER_ELEMENT} from './element-types.js';
import {serializeModel, type OnnxModel} from './model.js';
import type {TensorInfo, TensorInfos} from './operator-cost.js';
import type {Topology} from './topology.js';

/** Protobuf's own limit, and the runtime's. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;
/** Their results are lists of tensors, which the runtime cannot hand out. */
const MAKES_LISTS = /^(Sequence(Construct|Empty|Erase|Insert|Map)|SplitToSequence|Optional)$/;

/**
 * Runs a model once as it is written, with the result of every operator as an output: shapes come from a real run,
 * not from rules about operators.
 */
export async function runWithAllOutputs(
  model: OnnxModel,
  {nodes, constants}: Topology,
  input: TensorMap,
  runtime: InferenceRuntime,
): Promise<TensorMap> {
  const makers = [...constants.values(), ...nodes].filter(({opType}) => !MAKES_LISTS.test(opType));
  return runWithOutputs(model, [...new Set(makers.flatMap(outputNames))], input, runtime, {optimize: false});
}

/** Runs a model once with the tensors called `names` as its outputs, and returns them beside the input. */
export async function runWithOutputs(
  {proto, graph, place}: OnnxModel,
  names: readonly string[],
  input: TensorMap,
  runtime: InferenceRuntime,
  options: SessionOptions,
): Promise<TensorMap> {
  const bytes = graph.initializer.reduce((sum, {rawData}) => sum + rawData.length, 0);
  if (bytes > MAX_MODEL_BYTES) {
    throw new DataError(`${place} has ${bytes} bytes of weights; ONNX Runtime takes at most ${MAX_MODEL_BYTES}.`);
  }
  const output = names.filter((name) => !(name in input)).map((name) => create(ValueInfoProtoSchema, {name}));
  const observed = create(ModelProtoSchema, {...proto, graph: create(GraphProtoSchema, {...graph, output})});
  const session = await runtime.load(serializeModel(observed), options).catch((cause: unknown) => {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError(`${place}: ${cause.message}`, {suggestions: cause.suggestions, cause});
  });
  try {
    return {...input, ...(await session.run(input))};
  } finally {
    await session.release();
  }
}

/** Shapes of all tensors of a run and of all weights. */
export function tensorInfos(tensors: TensorMap, weights: readonly TensorProto[]): TensorInfos {
  const activations = Object.entries(tensors).map(
    ([name, {shape, data}]) => [name, {shape, bytesPerElement: data.BYTES_PER_ELEMENT}] as const,
  );
  return new Map([...weights.map((weight) => [weight.name, weightInfo(weight)] as const), ...activations]);
}

function outputNames({output}: NodeProto): readonly string[] {
  return output.filter((name) => name !== '');
}

function weightInfo({dims, dataType}: TensorProto): TensorInfo {
  return {shape: dims.map(Number), bytesPerElement: BYTES_PER_ELEMENT.get(dataType) ?? 0};
}

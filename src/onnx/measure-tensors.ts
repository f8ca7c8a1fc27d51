import {create} from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProto_DataType,
  ValueInfoProtoSchema,
  type TensorProto,
} from 'onnx-buf';

import type {InferenceRuntime, Tensor, TensorMap} from '../core/inference.js';
import {serializeModel, type OnnxModel} from './model.js';
import type {TensorInfo, TensorInfos} from './operator-cost.js';
import type {Topology} from './topology.js';

/** Bytes of one element by ONNX data type; what is missing here carries no weights that neuos counts. */
const BYTES_PER_ELEMENT: ReadonlyMap<number, number> = new Map([
  [TensorProto_DataType.FLOAT, 4],
  [TensorProto_DataType.DOUBLE, 8],
  [TensorProto_DataType.INT32, 4],
  [TensorProto_DataType.INT64, 8],
  [TensorProto_DataType.UINT8, 1],
  [TensorProto_DataType.INT8, 1],
  [TensorProto_DataType.BOOL, 1],
]);

/**
 * Runs a model once as it is written, with the result of every operator as an output: shapes come from a real run,
 * not from rules about operators.
 */
export async function runWithAllOutputs(
  {proto, graph}: OnnxModel,
  {nodes, constants}: Topology,
  input: Readonly<Record<string, Tensor>>,
  runtime: InferenceRuntime,
): Promise<TensorMap> {
  const names = new Set([...constants.keys(), ...nodes.flatMap((node) => node.output)].filter((name) => name !== ''));
  const output = [...names].map((name) => create(ValueInfoProtoSchema, {name}));
  const observed = create(ModelProtoSchema, {...proto, graph: create(GraphProtoSchema, {...graph, output})});
  const session = await runtime.load(serializeModel(observed), {optimize: false});
  const results = await session.run(input);
  await session.release();
  return {...input, ...results};
}

/** Shapes of all tensors of a run and of all weights. */
export function tensorInfos(tensors: TensorMap, weights: readonly TensorProto[]): TensorInfos {
  const activations = Object.entries(tensors).map(
    ([name, {shape, data}]) => [name, {shape, bytesPerElement: data.BYTES_PER_ELEMENT}] as const,
  );
  return new Map([...weights.map((weight) => [weight.name, weightInfo(weight)] as const), ...activations]);
}

function weightInfo({dims, dataType}: TensorProto): TensorInfo {
  return {shape: dims.map(Number), bytesPerElement: BYTES_PER_ELEMENT.get(dataType) ?? 0};
}

import {create} from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  ValueInfoProtoSchema,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';

import type {TensorMap} from '../core/inference.js';
import {dataTypeOf} from './element-types.js';
import type {LayerPlan} from './layer-plan.js';
import type {OnnxModel} from './model.js';
import {nodeInputs, type Topology} from './topology.js';

/** Writes one layer as a model of its own; weights and constants that several layers read are copied into each. */
export function extractPart(
  {proto, graph}: OnnxModel,
  {constants}: Topology,
  plan: LayerPlan,
  tensors: TensorMap,
): ModelProto {
  const node = [...constantNodes(plan.nodes, constants), ...plan.nodes];
  const read = new Set(node.flatMap(nodeInputs));
  const made = new Set(node.flatMap(({output}) => output));
  return create(ModelProtoSchema, {
    ...proto,
    graph: create(GraphProtoSchema, {
      name: graph.name,
      node,
      initializer: graph.initializer.filter(({name}) => read.has(name)),
      input: plan.inputTensors.filter((name) => read.has(name)).map((name) => valueInfo(name, tensors)),
      // A tensor that is alive on both sides passes by the layer.
      output: plan.outputTensors.filter((name) => made.has(name)).map((name) => valueInfo(name, tensors)),
    }),
  });
}

/** Operators on weights alone that `nodes` need, in the order in which they can run. */
function constantNodes(nodes: readonly NodeProto[], constants: ReadonlyMap<string, NodeProto>): readonly NodeProto[] {
  const needed = new Set(nodes.flatMap(nodeInputs));
  const found: NodeProto[] = [];
  for (const node of new Set([...constants.values()].toReversed())) {
    if (!node.output.some((name) => needed.has(name))) continue;
    found.unshift(node);
    for (const name of nodeInputs(node)) needed.add(name);
  }
  return found;
}

/** Declares a tensor with the type and shape that it had in a run. */
export function valueInfo(name: string, tensors: TensorMap): ValueInfoProto {
  const tensor = tensors[name];
  if (tensor === undefined) return create(ValueInfoProtoSchema, {name});
  const dim = tensor.shape.map((size) => ({value: {case: 'dimValue' as const, value: BigInt(size)}}));
  const tensorType = {elemType: dataTypeOf(tensor), shape: {dim}};
  return create(ValueInfoProtoSchema, {name, type: {value: {case: 'tensorType', value: tensorType}}});
}

import {create} from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProto_DataType,
  ValueInfoProtoSchema,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';

import type {LayerPlan} from './layer-plan.js';
import type {OnnxModel} from './model.js';
import type {TensorInfos} from './operator-cost.js';
import {nodeInputs, type Topology} from './topology.js';

/** Writes one layer as a model of its own; weights and constants that several layers read are copied into each. */
export function extractPart(
  {proto, graph}: OnnxModel,
  {constants}: Topology,
  plan: LayerPlan,
  infos: TensorInfos,
): ModelProto {
  const node = [...constantNodes(plan.nodes, constants), ...plan.nodes];
  const read = new Set(node.flatMap(nodeInputs));
  return create(ModelProtoSchema, {
    ...proto,
    graph: create(GraphProtoSchema, {
      name: graph.name,
      node,
      initializer: graph.initializer.filter(({name}) => read.has(name)),
      input: [floatTensor(plan.inputTensor, infos)],
      output: [floatTensor(plan.outputTensor, infos)],
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

function floatTensor(name: string, infos: TensorInfos): ValueInfoProto {
  const dim = (infos.get(name)?.shape ?? []).map((size) => ({value: {case: 'dimValue' as const, value: BigInt(size)}}));
  const tensorType = {elemType: TensorProto_DataType.FLOAT, shape: {dim}};
  return create(ValueInfoProtoSchema, {name, type: {value: {case: 'tensorType', value: tensorType}}});
}

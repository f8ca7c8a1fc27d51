import {create} from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  ValueInfoProtoSchema,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';

import type {LowRankPair} from './low-rank-operators.js';
import {nodeInputs} from './topology.js';

/** Puts pairs in the place of operators, and leaves out the weights that nothing reads any more. */
export function replaceOperators(proto: ModelProto, pairs: ReadonlyMap<NodeProto, LowRankPair>): ModelProto {
  const {graph} = proto;
  if (graph === undefined) return proto;
  const replaced = graph.node.flatMap((node) => pairs.get(node)?.nodes ?? [node]);
  const added = [...pairs.values()].flatMap(({weights}) => weights);
  const {nodes, read} = pruneNodes(replaced, new Set(graph.output.map(({name}) => name)));
  const initializer: TensorProto[] = [...graph.initializer, ...added].filter(({name}) => read.has(name));
  return create(ModelProtoSchema, {...proto, graph: create(GraphProtoSchema, {...graph, node: nodes, initializer})});
}

/** The same model with other tensors as its outputs, and without what does not lead to them. */
export function withOutputs(proto: ModelProto, names: readonly string[]): ModelProto {
  const {graph} = proto;
  if (graph === undefined) return proto;
  const {nodes, read} = pruneNodes(graph.node, new Set(names));
  const observed = create(GraphProtoSchema, {
    ...graph,
    node: nodes,
    initializer: graph.initializer.filter(({name}) => read.has(name)),
    input: graph.input.filter(({name}) => read.has(name)),
    output: names.map((name) => create(ValueInfoProtoSchema, {name})),
  });
  return create(ModelProtoSchema, {...proto, graph: observed});
}

/** Operators that lead to an output, and every tensor they read. */
function pruneNodes(
  nodes: readonly NodeProto[],
  outputs: ReadonlySet<string>,
): {readonly nodes: NodeProto[]; readonly read: ReadonlySet<string>} {
  const read = new Set(outputs);
  const kept: NodeProto[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.output.some((name) => read.has(name))) continue;
    kept.unshift(node);
    for (const name of nodeInputs(node)) read.add(name);
  }
  return {nodes: kept, read};
}

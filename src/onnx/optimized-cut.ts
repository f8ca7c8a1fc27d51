import {create} from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  ValueInfoProtoSchema,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';

import type {GraphOptimizer, InferenceRuntime, TensorMap} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {blockedInfo, blockedNames, bridgePart, type BlockedTensor} from './blocked-layout.js';
import type {CutPoint} from './cut-points.js';
import type {ExaminedModel} from './examine.js';
import {runWithAllOutputs} from './measure-tensors.js';
import {parseModel, serializeModel} from './model.js';
import {valueInfo} from './part.js';
import {nodeInputs, readTopology} from './topology.js';

/** Layers cut out of the graph as one runtime rewrote it for one machine. */
export interface OptimizedCut {
  /** The original of every layer. */
  readonly parts: readonly Uint8Array[];
  /** Tensors that the layers hand on in the runtime's own layout. */
  readonly blocked: readonly BlockedTensor[];
}

/**
 * Lets the runtime optimise the whole model and cuts what comes out, so that layers hand each other tensors in the layout
 * that the runtime computes in, and operators that it fused stay fused.
 *
 * The seams are made outputs first: the runtime then keeps them, each behind the tensor in its own layout. Undefined when
 * the optimised graph cannot be cut at the same places.
 */
export async function cutOptimized(
  {model: {proto, graph, place}, io, input: given, tensors, infos}: ExaminedModel,
  borders: readonly CutPoint[],
  optimizer: GraphOptimizer,
  runtime: InferenceRuntime,
): Promise<OptimizedCut | undefined> {
  const outputs = new Set(borders.slice(1).flatMap((border) => border.tensors));
  const output = [...outputs].map((name) => create(ValueInfoProtoSchema, {name}));
  const input = graph.input.map((value) => (value.name in tensors ? valueInfo(value.name, tensors) : value));
  const observed = create(ModelProtoSchema, {...proto, graph: create(GraphProtoSchema, {...graph, input, output})});
  const optimized = parseModel(await optimizer.optimize(serializeModel(observed)), place);

  const ends = new Set([borders[0], borders.at(-1)].flatMap((border) => border?.tensors ?? []));
  const blocked = [...blockedNames(optimized.graph)]
    .filter(([plain]) => outputs.has(plain) && !ends.has(plain))
    .map(([plain, name]) => ({plain, blocked: name, channels: infos.get(plain)?.shape[1] ?? 0}));
  const nameOf = new Map(blocked.map((tensor) => [tensor.plain, tensor.blocked]));
  const seams = borders.map((border) =>
    border.tensors.map((plain) => {
      const name = nameOf.get(plain);
      return name === undefined ? valueInfo(plain, tensors) : blockedInfo(name);
    }),
  );
  const made = await runWithAllOutputs(optimized, readTopology(optimized.graph, io, place), given, runtime);
  const parts = seams.slice(1).map((after, index) => slicePart(optimized.proto, seams[index] ?? [], after, made));
  return parts.every((part) => part !== undefined) ? {parts, blocked} : undefined;
}

/** Puts the optimised originals in the place of the others, and makes all variants take and give what those do. */
export function useOptimizedCut<Partitioned extends PartitionedNetwork>(
  network: Partitioned,
  {parts, blocked}: OptimizedCut,
): Partitioned {
  const nameOf = new Map(blocked.map((tensor) => [tensor.plain, tensor.blocked]));
  return {
    ...network,
    parts: network.parts.map(([original = new Uint8Array(), ...variants], layer) => [
      parts[layer] ?? original,
      ...variants.map((variant) => bridgePart(variant, blocked, network.network.name)),
    ]),
    seams: network.seams.map((seam) => seam.map((plain) => nameOf.get(plain) ?? plain)),
  };
}

/** Everything that leads from the tensors `before` to those `after`; undefined when that takes more than them. */
function slicePart(
  proto: ModelProto,
  before: readonly ValueInfoProto[],
  after: readonly ValueInfoProto[],
  tensors: TensorMap,
): Uint8Array | undefined {
  const {node = [], initializer = [], name = ''} = proto.graph ?? {};
  const given = new Set([...before, ...initializer].map((tensor) => tensor.name));
  const needed = neededNodes(node, given, after);
  if (needed === undefined) return undefined;
  const kept = node.filter((candidate) => needed.has(candidate));
  const read = new Set(kept.flatMap(nodeInputs));
  const made = new Set(kept.flatMap((candidate) => candidate.output));
  const graph = create(GraphProtoSchema, {
    name,
    node: kept,
    initializer: initializer.filter((weight) => read.has(weight.name)),
    input: before.filter((tensor) => read.has(tensor.name)),
    output: after.filter((tensor) => made.has(tensor.name)),
    // No shape is inferred for the runtime's own layout, and where it knows none it adds residuals to a copy.
    valueInfo: [...made].filter((tensor) => tensor in tensors).map((tensor) => valueInfo(tensor, tensors)),
  });
  return serializeModel(create(ModelProtoSchema, {...proto, graph}));
}

function neededNodes(
  nodes: readonly NodeProto[],
  given: ReadonlySet<string>,
  wanted: readonly ValueInfoProto[],
): ReadonlySet<NodeProto> | undefined {
  const producers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const needed = new Set<NodeProto>();
  const open = wanted.map(({name}) => name).filter((name) => !given.has(name));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const producer = producers.get(name);
    if (producer === undefined) return undefined;
    if (needed.has(producer)) continue;
    needed.add(producer);
    open.push(...nodeInputs(producer).filter((read) => !given.has(read)));
  }
  return needed;
}

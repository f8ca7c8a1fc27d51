import type {GraphProto, NodeProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {ModelInterface} from './interface.js';

/** The operators of a network in an order in which they can run. */
export interface Topology {
  /** Operators that depend on the input and lead to the output. */
  readonly nodes: readonly NodeProto[];
  /** Operators that depend on weights alone, by the tensors they make, in an order in which they can run. */
  readonly constants: ReadonlyMap<string, NodeProto>;
}

/** Orders the operators of `graph`; leaves out what does not lead to its output. **Errors:** DataError on a cycle. */
export function readTopology(graph: GraphProto, io: ModelInterface, place: string): Topology {
  const ordered = sortNodes(graph.node, place);
  const needed = neededNodes(ordered, io.outputName);
  const dynamic = new Set([io.inputName]);
  const nodes: NodeProto[] = [];
  const constants = new Map<string, NodeProto>();
  for (const node of ordered.filter((candidate) => needed.has(candidate))) {
    if (nodeInputs(node).some((name) => dynamic.has(name))) {
      nodes.push(node);
      for (const name of node.output) dynamic.add(name);
    } else for (const name of node.output) constants.set(name, node);
  }
  if (!dynamic.has(io.outputName) || nodes.length === 0) {
    throw new DataError(`Output ${io.outputName} of ${place} does not depend on its input ${io.inputName}.`);
  }
  return {nodes, constants};
}

/** Every tensor an operator reads, those that its subgraphs take from outside included. */
export function nodeInputs(node: NodeProto): readonly string[] {
  const graphs = node.attribute.flatMap(({g, graphs}) => (g === undefined ? graphs : [g, ...graphs]));
  return [...node.input, ...graphs.flatMap(capturedNames)].filter((name) => name !== '');
}

function capturedNames(graph: GraphProto): readonly string[] {
  const own = new Set([
    ...graph.input.map(({name}) => name),
    ...graph.initializer.map(({name}) => name),
    ...graph.node.flatMap(({output}) => output),
  ]);
  const read = [...graph.node.flatMap(nodeInputs), ...graph.output.map(({name}) => name)];
  return read.filter((name) => !own.has(name));
}

/** File order where it is already right, which it is in nearly every file. */
function sortNodes(nodes: readonly NodeProto[], place: string): readonly NodeProto[] {
  const producers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const state = new Map<NodeProto, 'open' | 'done'>();
  const ordered: NodeProto[] = [];
  const visit = (node: NodeProto): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') throw new DataError(`The graph of ${place} has a cycle through ${node.name}.`);
    state.set(node, 'open');
    for (const name of nodeInputs(node)) {
      const producer = producers.get(name);
      if (producer !== undefined) visit(producer);
    }
    state.set(node, 'done');
    ordered.push(node);
  };
  for (const node of nodes) visit(node);
  return ordered;
}

function neededNodes(ordered: readonly NodeProto[], outputName: string): ReadonlySet<NodeProto> {
  const neededNames = new Set([outputName]);
  const needed = new Set<NodeProto>();
  for (const node of ordered.toReversed()) {
    if (!node.output.some((name) => neededNames.has(name))) continue;
    needed.add(node);
    for (const name of nodeInputs(node)) neededNames.add(name);
  }
  return needed;
}

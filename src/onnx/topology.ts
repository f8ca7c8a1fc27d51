import type {GraphProto, NodeProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {ModelInterface} from './interface.js';
import {subgraphs} from './subgraphs.js';

/** The operators of a network in an order in which they can run. */
export interface Topology {
  /** Operators that depend on the input and lead to the output. */
  readonly nodes: readonly NodeProto[];
  /** Operators that depend on weights alone, by the tensors they make, in an order in which they can run. */
  readonly constants: ReadonlyMap<string, NodeProto>;
}

/** Orders the operators of `graph`; leaves out what leads to no output. **Errors:** DataError on a cycle. */
export function readTopology(graph: GraphProto, {inputs, outputNames}: ModelInterface, place: string): Topology {
  const ordered = sortNodes(graph.node, place);
  const needed = neededNodes(ordered, outputNames);
  const dynamic = new Set(inputs.map(({name}) => name));
  const nodes: NodeProto[] = [];
  const constants = new Map<string, NodeProto>();
  for (const node of ordered.filter((candidate) => needed.has(candidate))) {
    if (nodeInputs(node).some((name) => dynamic.has(name))) {
      nodes.push(node);
      for (const name of node.output) dynamic.add(name);
    } else for (const name of node.output) constants.set(name, node);
  }
  const constant = outputNames.find((name) => !dynamic.has(name));
  if (constant !== undefined || nodes.length === 0) {
    const [output, input] = [constant ?? outputNames[0], inputs.map(({name}) => name).join(' or ')];
    throw new DataError(`Output ${output} of ${place} does not depend on its input ${input}.`);
  }
  return {nodes, constants};
}

/** Every tensor an operator reads, those that its subgraphs take from outside included. */
export function nodeInputs(node: NodeProto): readonly string[] {
  return [...node.input, ...subgraphs(node).flatMap(capturedNames)].filter((name) => name !== '');
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

/**
 * File order where it is already right, which it is in nearly every file.
 *
 * An explicit stack: a file may list a chain of any length backwards.
 */
function sortNodes(nodes: readonly NodeProto[], place: string): readonly NodeProto[] {
  const producers = new Map(nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const done = new Set<NodeProto>();
  const open = new Set<NodeProto>();
  for (const root of nodes) {
    const stack = [root];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const before = nodeInputs(node).map((name) => producers.get(name));
      const missing = before.find((producer) => producer !== undefined && !done.has(producer));
      if (missing === undefined) {
        done.add(node);
        stack.pop();
      } else {
        if (missing === node || open.has(missing)) {
          throw new DataError(`The graph of ${place} has a cycle through ${missing.name}.`);
        }
        open.add(missing);
        stack.push(missing);
      }
    }
  }
  return [...done];
}

function neededNodes(ordered: readonly NodeProto[], outputNames: readonly string[]): ReadonlySet<NodeProto> {
  const neededNames = new Set(outputNames);
  const needed = new Set<NodeProto>();
  for (const node of ordered.toReversed()) {
    if (!node.output.some((name) => neededNames.has(name))) continue;
    needed.add(node);
    for (const name of nodeInputs(node)) neededNames.add(name);
  }
  return needed;
}

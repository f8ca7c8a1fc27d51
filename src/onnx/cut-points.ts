import type {ModelInterface} from './interface.js';
import {tensorBytes, type TensorInfos} from './operator-cost.js';
import {nodeInputs, type Topology} from './topology.js';

/**
 * A tensor of less than this share of the largest one at a cut costs next to nothing to hand on: masks, shapes, the
 * weights of squeeze-and-excitation.
 */
const SMALL_SHARE = 1 / 16;

/** A place between two operators at which few tensors carry everything that is still needed. */
export interface CutPoint {
  /** Number of operators before the cut. */
  readonly position: number;
  /** The live tensors: the largest one first, or in the model's order for its inputs and outputs. */
  readonly tensors: readonly string[];
}

export interface CutLimits {
  /** Tensors alive at a cut at most, small ones not counted. */
  readonly maxLive: number;
  /** Whether a tensor can be handed from one layer to another. */
  readonly canCross: (tensor: string) => boolean;
}

/** Every cut point, from before the first operator (the inputs) to behind the last one (the outputs). */
export function findCutPoints(
  {nodes}: Topology,
  {inputs, outputNames}: ModelInterface,
  infos: TensorInfos,
  {maxLive, canCross}: CutLimits,
): readonly CutPoint[] {
  const lastRead = new Map(
    nodes.flatMap((node, position) => nodeInputs(node).map((name) => [name, position] as const)),
  );
  const outputs = new Set(outputNames);
  const isRead = (tensor: string, position: number) => (lastRead.get(tensor) ?? -1) >= position;

  const alive = new Set(inputs.map(({name}) => name));
  const cuts: CutPoint[] = [{position: 0, tensors: [...alive]}];
  for (const [before, node] of nodes.slice(0, -1).entries()) {
    const position = before + 1;
    for (const name of node.output) alive.add(name);
    for (const name of alive) if (!isRead(name, position) && !outputs.has(name)) alive.delete(name);
    // An output that no operator reads any more is kept by whoever runs the layers; no layer is handed it.
    const handedOn = [...alive].filter((name) => isRead(name, position));
    const tensors = largestFirst([...alive], infos);
    if (countLarge(handedOn, infos) <= maxLive && tensors.every(canCross)) cuts.push({position, tensors});
  }
  return [...cuts, {position: nodes.length, tensors: outputNames}];
}

function countLarge(tensors: readonly string[], infos: TensorInfos): number {
  const sizes = tensors.map((name) => tensorBytes(infos.get(name)));
  const largest = Math.max(...sizes);
  return sizes.filter((size) => size >= SMALL_SHARE * largest).length;
}

function largestFirst(tensors: readonly string[], infos: TensorInfos): readonly string[] {
  return tensors.toSorted((a, b) => tensorBytes(infos.get(b)) - tensorBytes(infos.get(a)));
}

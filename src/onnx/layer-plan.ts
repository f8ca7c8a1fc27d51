import type {NodeProto} from 'onnx-buf';

import type {CutPoint} from './cut-points.js';
import {isHeavy, operatorCost, type TensorInfos} from './operator-cost.js';

/** A contiguous run of operators between two cut points. */
export interface LayerPlan {
  readonly nodes: readonly NodeProto[];
  readonly inputTensor: string;
  readonly outputTensor: string;
}

/**
 * Groups operators into layers that are worth scheduling.
 *
 * A layer is closed right before the next heavy operator once it holds `minFlopShare` of the network's FLOPs, so that
 * activations and pooling stay with the convolution before them; what is left over at the end joins the last layer.
 */
export function planLayers(
  nodes: readonly NodeProto[],
  cuts: readonly CutPoint[],
  infos: TensorInfos,
  minFlopShare: number,
): readonly LayerPlan[] {
  const flopsBefore = prefixSums(nodes.map((node) => operatorCost(node, infos).flops));
  const flopsBetween = (from: CutPoint, to: CutPoint) =>
    (flopsBefore[to.position] ?? 0) - (flopsBefore[from.position] ?? 0);
  const [first, last] = [cuts[0], cuts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const enough = minFlopShare * flopsBetween(first, last);

  const borders = [first];
  let open = first;
  for (const cut of beforeHeavyWork(nodes, cuts)) {
    if (cut === first || flopsBetween(open, cut) < enough) continue;
    borders.push(cut);
    open = cut;
  }
  if (borders.length > 1 && flopsBetween(open, last) < enough) borders.pop();
  return pairs([...borders, last]).map(([from, to]) => ({
    nodes: nodes.slice(from.position, to.position),
    inputTensor: from.tensor,
    outputTensor: to.tensor,
  }));
}

/** Cuts with a heavy operator before the next cut. */
function beforeHeavyWork(nodes: readonly NodeProto[], cuts: readonly CutPoint[]): readonly CutPoint[] {
  return pairs(cuts)
    .filter(([from, to]) => nodes.slice(from.position, to.position).some(isHeavy))
    .map(([from]) => from);
}

function prefixSums(values: readonly number[]): readonly number[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums;
}

function pairs<T>(values: readonly T[]): readonly (readonly [T, T])[] {
  return values.slice(1).flatMap((to, index) => {
    const from = values[index];
    return from === undefined ? [] : [[from, to] as const];
  });
}

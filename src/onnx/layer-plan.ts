import type {NodeProto} from 'onnx-buf';

import type {CutPoint} from './cut-points.js';
import {isHeavy, operatorCost, type TensorInfos} from './operator-cost.js';

/** A contiguous run of operators between two cut points. */
export interface LayerPlan {
  readonly nodes: readonly NodeProto[];
  /** Alive before the layer, the main one first. */
  readonly inputTensors: readonly string[];
  /** Alive behind the layer, the main one first. */
  readonly outputTensors: readonly string[];
}

/**
 * The cuts at which a layer may begin or end: the first, the last, and between them those right before a heavy operator,
 * so that activations and pooling stay with the convolution before them.
 */
export function layerBorders(nodes: readonly NodeProto[], cuts: readonly CutPoint[]): readonly CutPoint[] {
  const [first, last] = [cuts[0], cuts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const firstHeavy = nodes.findIndex(isHeavy);
  const inner = pairs(cuts)
    .filter(([from, to]) => nodes.slice(from.position, to.position).some(isHeavy))
    .map(([from]) => from)
    // What only prepares the input stays with the first layer.
    .filter(({position}) => position > firstHeavy);
  return [first, ...inner, last];
}

/**
 * Of all borders those between layers that hold at least `minFlopShare` of the network's FLOPs; what is left over at the
 * end joins the last layer.
 */
export function bordersByFlops(
  nodes: readonly NodeProto[],
  borders: readonly CutPoint[],
  infos: TensorInfos,
  minFlopShare: number,
): readonly CutPoint[] {
  const flopsBefore = prefixSums(nodes.map((node) => operatorCost(node, infos).flops));
  const flopsBetween = (from: CutPoint, to: CutPoint) =>
    (flopsBefore[to.position] ?? 0) - (flopsBefore[from.position] ?? 0);
  const [first, last] = [borders[0], borders.at(-1)];
  if (first === undefined || last === undefined) return [];
  const enough = minFlopShare * flopsBetween(first, last);

  const chosen = [first];
  let open = first;
  for (const cut of borders.slice(1, -1)) {
    if (flopsBetween(open, cut) < enough) continue;
    chosen.push(cut);
    open = cut;
  }
  if (chosen.length > 1 && flopsBetween(open, last) < enough) chosen.pop();
  return [...chosen, last];
}

/** The layers between `borders`. */
export function planLayers(nodes: readonly NodeProto[], borders: readonly CutPoint[]): readonly LayerPlan[] {
  return pairs(borders).map(([from, to]) => ({
    nodes: nodes.slice(from.position, to.position),
    inputTensors: from.tensors,
    outputTensors: to.tensors,
  }));
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

import type {GraphProto, NodeProto, TensorProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {subgraphs} from './subgraphs.js';
import {findWeights} from './weights.js';

/** Far above what networks unroll over (words, boxes), and still over in seconds. */
const MAX_ITERATIONS = 100_000n;

/**
 * A run cannot be stopped from outside, so a loop that never ends must not be started.
 *
 * **Errors:** DataError for a loop that is given no end, or one beyond all reason. One that ends when its data say so
 * cannot be judged beforehand.
 */
export function checkLoops(
  graph: GraphProto,
  place: string,
  outer: ReadonlyMap<string, TensorProto> = new Map(),
): void {
  const known = new Map([...outer, ...findWeights(graph)]);
  for (const node of graph.node) {
    if (node.opType === 'Loop') checkLoop(node, known, place);
    for (const body of subgraphs(node)) checkLoops(body, place, known);
  }
}

function checkLoop({name, input}: NodeProto, known: ReadonlyMap<string, TensorProto>, place: string): void {
  const [limit = '', condition = ''] = input;
  if (limit === '' && condition === '') throw new DataError(`Loop ${name} of ${place} has no end.`);
  const tensor = known.get(limit);
  const iterations = tensor === undefined ? 0n : firstInteger(tensor);
  if (iterations <= MAX_ITERATIONS) return;
  throw new DataError(`Loop ${name} of ${place} runs ${iterations} times; at most ${MAX_ITERATIONS} are allowed.`);
}

function firstInteger({int64Data, rawData}: TensorProto): bigint {
  if (rawData.length < BigInt64Array.BYTES_PER_ELEMENT) return int64Data[0] ?? 0n;
  return new DataView(rawData.buffer, rawData.byteOffset).getBigInt64(0, true);
}

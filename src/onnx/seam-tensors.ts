import type {NodeProto} from 'onnx-buf';

import type {TensorMap} from '../core/inference.js';
import {nodeInputs} from './topology.js';

/** What these make is only fast together with the operator that reads it. */
const OPENS_UNIT = new Set(['DequantizeLinear', 'DynamicQuantizeLinear', 'ConvInteger', 'MatMulInteger']);
/** What these read is only fast together with the operator that made it. */
const CLOSES_UNIT = new Set(['QuantizeLinear']);

/** Operators that compute with small integers; how they round depends on what the runtime makes of their neighbours. */
const QUANTIZED = new Set([...OPENS_UNIT, ...CLOSES_UNIT, 'QLinearConv', 'QLinearMatMul', 'QLinearAdd', 'QGemm']);

export function isQuantized({opType}: NodeProto): boolean {
  return QUANTIZED.has(opType);
}

/**
 * Says which tensors can be handed from one layer to another: those of a known type that are not in the middle of a
 * quantised unit (dequantise, compute, quantise), which the runtime runs as one operator.
 */
export function crossableTensors(nodes: readonly NodeProto[], tensors: TensorMap): (tensor: string) => boolean {
  const inside = new Set(
    nodes.flatMap((node) => [
      ...(OPENS_UNIT.has(node.opType) ? node.output : []),
      ...(CLOSES_UNIT.has(node.opType) ? nodeInputs(node) : []),
    ]),
  );
  return (name) => {
    const tensor = tensors[name];
    return tensor !== undefined && tensor.elementType !== 'float16' && !inside.has(name);
  };
}

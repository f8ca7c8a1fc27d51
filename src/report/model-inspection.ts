import {networkKey, type Network} from '../core/network/network.js';
import type {NetworkInput} from '../core/network/network-input.js';
import {renderTable} from './table.js';
import {formatBytes, formatFlops} from './units.js';

/** A tensor as it stands between two layers. */
export interface SeamTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A model and the layers it is cut into. */
export interface ModelInspection {
  readonly kind: 'model';
  readonly file: string;
  readonly network: Network;
  readonly inputs: readonly NetworkInput[];
  /** What each layer hands on. */
  readonly handedOn: readonly (readonly SeamTensor[])[];
}

export function renderModel({file, network, inputs, handedOn}: ModelInspection): string {
  const {layers, trial, dimensions = {}} = network;
  const sizes = Object.entries(dimensions).map(([name, size]) => `${name}=${size}`);
  const cost = trial === undefined ? [] : [`cost       ${trial.cost.toFixed(3)} of the uncut model's time here`];
  return [
    `${file}: ${networkKey(network)}, content ${network.contentHash.slice(0, 12)}`,
    `inputs     ${inputs.map(({name, type, shape}) => `${name} ${type} ${shape.join('×')}`).join(', ')}`,
    ...(sizes.length === 0 ? [] : [`dimensions ${sizes.join(', ')}`]),
    ...cost,
    '',
    renderTable([
      ['layer', 'FLOPs', 'bytes', 'hands on', 'operators'],
      ...layers.map(({ordinal, name, operators, variants: [original]}) => [
        `${ordinal} ${name}`,
        formatFlops(original.cost.flops),
        formatBytes(original.cost.bytes),
        (handedOn[ordinal] ?? []).map(({shape}) => shape.join('×')).join(', '),
        countTypes(operators),
      ]),
    ]),
  ].join('\n');
}

/** `Conv 3, Relu 3, Add`: each type once, in the order of its first operator. */
function countTypes(operators: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of operators) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} ${count}`)).join(', ');
}

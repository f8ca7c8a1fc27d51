import type {Tensor, TensorMap} from '../inference.js';

/**
 * What goes from one layer to the next: nearly always a single tensor.
 *
 * Where more is alive at a cut (a shortcut, an attention mask) one tensor is the main one and the others go beside it, so
 * that whoever only hands activations on need not know. The input of a network with several inputs and the output of one
 * with several outputs look the same; there the first one is the main tensor.
 */
export interface Activation extends Tensor {
  /** The other tensors, by name. */
  readonly beside?: TensorMap;
}

/** All tensors of an activation by name; `names` begins with that of the main one. */
export function activationTensors({beside, ...main}: Activation, [mainName = '']: readonly string[]): TensorMap {
  return {...beside, [mainName]: main};
}

/**
 * The activation that consists of the tensors called `names`, the main one first.
 *
 * **Errors:** RangeError when one of them is not among `tensors`.
 */
export function activationOf(names: readonly string[], tensors: TensorMap): Activation {
  const found = names.map((name) => [name, namedTensor(name, tensors)] as const);
  const [main, ...others] = found;
  if (main === undefined) throw new RangeError('an activation has at least one tensor');
  return others.length === 0 ? main[1] : {...main[1], beside: Object.fromEntries(others)};
}

function namedTensor(name: string, tensors: TensorMap): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new RangeError(`no tensor ${name} among ${Object.keys(tensors).join(', ')}`);
  return tensor;
}

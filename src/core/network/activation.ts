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
export function activationTensors(activation: Activation, [mainName = '']: readonly string[]): TensorMap {
  if (activation.beside === undefined) return {[mainName]: activation};
  const {beside, ...main} = activation;
  return {...beside, [mainName]: main};
}

/**
 * The activation that consists of the tensors called `names`, the main one first.
 *
 * **Errors:** RangeError when one of them is not among `tensors`.
 */
export function activationOf(names: readonly string[], tensors: TensorMap): Activation {
  const [mainName, ...others] = names;
  if (mainName === undefined) throw new RangeError('an activation has at least one tensor');
  const main = namedTensor(mainName, tensors);
  if (others.length === 0) return main;
  return {...main, beside: Object.fromEntries(others.map((name) => [name, namedTensor(name, tensors)]))};
}

function namedTensor(name: string, tensors: TensorMap): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new RangeError(`no tensor ${name} among ${Object.keys(tensors).join(', ')}`);
  return tensor;
}

import type {Tensor, TensorMap} from '../inference.js';

/**
 * What goes from one layer to the next: nearly always a single tensor.
 *
 * Where more is alive at a cut (a shortcut, an attention mask) one tensor is the main one and the others go beside it, so
 * that whoever only hands activations on need not know. The input of a network with several inputs and the output of one
 * with several outputs look the same; there the first one is the main tensor.
 */
export interface Activation extends Tensor {
  /** All tensors by name where there are several, the main one with them. */
  readonly tensors?: TensorMap;
}

/** All tensors of an activation by name; `names` begins with that of the main one. */
export function activationTensors(activation: Activation, names: readonly string[]): TensorMap {
  return activation.tensors ?? {[names[0] ?? '']: activation};
}

/**
 * The activation that consists of the tensors called `names`, the main one first. They are handed on as they are: the runtime
 * knows its own results again.
 *
 * **Errors:** RangeError when one of them is not among `tensors`.
 */
export function activationOf(names: readonly string[], tensors: TensorMap): Activation {
  const mainName = names[0];
  if (mainName === undefined) throw new RangeError('an activation has at least one tensor');
  const main = namedTensor(mainName, tensors);
  if (names.length === 1) return main;
  return {...main, tensors: Object.fromEntries(names.map((name) => [name, namedTensor(name, tensors)]))};
}

function namedTensor(name: string, tensors: TensorMap): Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new RangeError(`no tensor ${name} among ${Object.keys(tensors).join(', ')}`);
  return tensor;
}

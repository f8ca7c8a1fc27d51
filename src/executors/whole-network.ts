import type {InferenceRuntime} from '../core/inference.js';
import {activationTensors} from '../core/network/activation.js';
import type {WholeNetwork} from '../core/network/whole-network.js';

/**
 * Loads a model that is run as it is.
 *
 * @param inputNames - names of the tensors it is fed with, that of an activation's main tensor first.
 *
 * **Errors:** DataError when the runtime refuses the model.
 */
export async function loadWholeNetwork(
  model: Uint8Array,
  inputNames: readonly string[],
  runtime: InferenceRuntime,
): Promise<WholeNetwork> {
  const session = await runtime.load(model);
  return {
    run: (input) => session.run(activationTensors(input, inputNames)),
    release: () => session.release(),
  };
}

import {DataError} from '../../src/core/errors.js';
import {seededInputs} from '../../src/core/network/network-input.js';
import {NetworkChain} from '../../src/executors/network-chain.js';
import {OnnxRuntime} from '../../src/executors/onnx-runtime.js';
import {parseModel, serializeModel} from '../../src/onnx/model.js';
import {partitionModel} from '../../src/onnx/partition.js';
import {controlFlow, plainCnn, quantizedUnits, squeezeExcite, transformer} from '../support/export-graphs.js';
import {mutate} from '../support/mutate.js';
import {residualModel} from '../support/tiny-model.js';

// A process of its own: a crash of the native library is then an exit code, and the peak memory is that of this work.
// Reports after every seed, so that one that never comes back is known by its number.
const models = [residualModel(), plainCnn(13), squeezeExcite(), controlFlow(), transformer(), quantizedUnits()];
const files = models.map(({proto}) => serializeModel(proto));
const runtime = new OnnxRuntime({threads: 1});
const [from, to] = process.argv.slice(2).map(Number);
for (let seed = from ?? 0; seed < (to ?? 0); seed += 1) {
  const outcome = await partitionDamaged(mutate(files[seed % files.length] ?? new Uint8Array(), seed));
  console.log(JSON.stringify({seed, outcome, peakMb: Math.round(process.resourceUsage().maxRSS / 1024)}));
}

async function partitionDamaged(bytes: Uint8Array): Promise<string> {
  try {
    const partitioned = await partitionModel(parseModel(bytes, 'damaged.onnx'), {
      batch: 2,
      engine: 'cpu',
      runtime,
      minFlopShare: 0,
    });
    // It passed the gate: it must then run as well.
    const chain = await NetworkChain.load(partitioned, runtime);
    await chain.runAll(seededInputs(partitioned.inputs, 3));
    await chain.release();
    return 'runs';
  } catch (error) {
    if (error instanceof DataError) return /^[^\n]+$/.test(error.message) ? 'refused' : `unclear: ${error.message}`;
    return String(error);
  }
}

import {createHash} from 'node:crypto';
import {join} from 'node:path';

import {UsageError} from '../core/errors.js';
import type {InferenceRuntime, TensorMap} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import {elementCount} from '../core/network/cost.js';
import {CalibratedWalk, type OperatorTask, type VariantTask} from './calibrated-walk.js';
import type {FactorCache} from './factor-cache.js';
import {decodeFits, encodeFits, type NetworkFits} from './fit-codec.js';
import type {OperatorFit} from './fit-operator.js';
import type {PartitionedModel} from './partition.js';
import {equalChannelRank, type ChosenRank, type VariantPlan} from './variant-plan.js';
import {readVerified, writeVerified} from './verified-file.js';

/** Changed whenever the same inputs would give other fits, so that old entries are not found any more. */
const METHOD = 'output-fit-3';
/** What the activations of all levels at one place of the network may take together. */
const MAX_ACTIVATION_BYTES = 2 ** 30;
const BYTES_PER_FLOAT = 4;

/** Inputs that variants are fitted to; no labels are looked at. */
export interface Calibration {
  readonly runtime: InferenceRuntime;
  readonly images: Pick<LabelledImages, 'batch'>;
  readonly indices: readonly number[];
}

export interface FitRequest {
  readonly calibration: Calibration;
  readonly cache: FactorCache;
  readonly multiple: number;
  /** Levels of variants. */
  readonly ways: number;
  readonly onLayer: (done: number, total: number) => void;
}

/**
 * Fits variants to the outputs that the original network has for the calibration inputs, layer by layer.
 *
 * The result is kept on disk under the hash of the model, the inputs and the ranks. The batch does not count: whichever
 * comes first decides, and the variants of one network are the same at every batch.
 *
 * **Errors:** UsageError when the network has more than one input.
 */
export async function fitVariants(
  model: PartitionedModel,
  plans: readonly (readonly VariantPlan[])[],
  request: FitRequest,
): Promise<NetworkFits> {
  const tasks = plans.map((variants) => variants.map((plan) => toTask(plan, request.multiple, model)));
  const path = join(request.cache.directory, `${fitKey(model, tasks, request)}.fits`);
  const kept = await readVerified(path);
  if (kept !== undefined) return decodeFits(kept);
  const {runtime} = request.calibration;
  const walk = new CalibratedWalk({runtime, gemm: request.cache.gemm}, inputBatches(model, request), request.ways);
  const fits: (readonly (readonly OperatorFit[])[])[] = [];
  for (const [index, part] of model.originals.entries()) {
    fits.push(await walk.fitLayer(part, tasks[index] ?? [], model.originals.slice(index + 1)));
    request.onLayer(fits.length, tasks.length);
  }
  await writeVerified(path, encodeFits(fits));
  return fits;
}

function toTask({rung, chosen}: VariantPlan, multiple: number, {infos}: PartitionedModel): VariantTask {
  const toOperator = (choice: ChosenRank): OperatorTask => {
    const channel = equalChannelRank(choice, multiple, infos);
    return {operator: choice.operator, ranks: {spatial: choice.rank, ...(channel === undefined ? {} : {channel})}};
  };
  return {way: rung, chosen: chosen.map(toOperator)};
}

function fitKey(
  {network}: PartitionedModel,
  tasks: readonly (readonly VariantTask[])[],
  {calibration: {images, indices}}: FitRequest,
): string {
  const hash = createHash('sha256').update(`${METHOD}:${network.contentHash}:`);
  const ranks = tasks.map((variants) =>
    variants.map(({way, chosen}) => [way, chosen.map(({operator, ranks}) => [operator.node.output[0], ranks])]),
  );
  hash.update(JSON.stringify(ranks));
  for (const index of indices) {
    const {data} = images.batch([index]);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** As many whole batches as there are images for and room in memory, at least one. */
function inputBatches(
  {network: {name, batch}, inputs, infos, originals}: PartitionedModel,
  {calibration: {images, indices}, ways}: FitRequest,
): readonly TensorMap[] {
  const [input, ...others] = inputs;
  if (others.length > 0) {
    throw new UsageError(
      `${name} has ${inputs.length} inputs; variants can be fitted to the inputs of networks with one`,
    );
  }
  const seams = originals.flatMap(({graph}) => graph?.output.map((output) => output.name) ?? []);
  const largest = Math.max(...seams.map((seam) => elementCount(infos.get(seam)?.shape ?? [])));
  const fitting = Math.floor(MAX_ACTIVATION_BYTES / (largest * BYTES_PER_FLOAT * (ways + 1)));
  const count = Math.max(1, Math.min(fitting, Math.floor(indices.length / batch)));
  return Array.from({length: count}, (_, index) => ({
    [input.name]: images.batch(
      Array.from({length: batch}, (_image, place) => indices[(index * batch + place) % indices.length] ?? 0),
    ),
  }));
}

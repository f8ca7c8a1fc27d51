import path from 'node:path';
import type {CohortInput} from '../core/cohort.js';
import {DataError} from '../core/errors.js';
import type {LabelledImages} from '../core/labelled-images.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import {isSample} from './networks.js';
import {MODELS_FOLDER} from './package-facts.js';

/** Generated inputs that a network without data is judged on. */
const GENERATED_INPUTS = 512;
const SAMPLE_FOLDER = path.join(MODELS_FOLDER, 'fashion-mnist');
const SAMPLE_IMAGES = 't10k-2000-images-idx3-ubyte.gz';
const SAMPLE_LABELS = 't10k-2000-labels-idx1-ubyte.gz';

/** Whose images are wanted. */
export interface ImagesRequest {
  readonly model: string;
  /** Absent: the sample images for a sample network, generated inputs otherwise. */
  readonly input?: CohortInput | undefined;
  readonly network: PartitionedNetwork;
  readonly chain: LayerChain;
}

/** Inputs of a network, with their labels. **Errors:** DataError when they do not fit the network. */
export async function openImages(request: ImagesRequest): Promise<LabelledImages> {
  const {model, network} = request;
  const images = await readImages(request);
  const [got, allowed] = [images.imageShape, network.inputShape.slice(1)].map((shape) => shape.join('×'));
  if (got === allowed) return images;
  throw new DataError(`${model}: its images are ${got ?? ''}, its network takes ${allowed ?? ''}`, {
    suggestions: ['give the instance `input: generated` or images of that shape'],
  });
}

/** Whether a network is judged by labels, or by agreement with its own original. */
export function hasLabels({model, input}: Pick<ImagesRequest, 'model' | 'input'>): boolean {
  return input === undefined ? isSample(model) : input.kind === 'images';
}

async function readImages({model, input, network, chain}: ImagesRequest): Promise<LabelledImages> {
  if (!hasLabels({model, input})) {
    const {GeneratedImages} = await import('../inputs/generated-images.js');
    const shape = network.inputShape.slice(1);
    return GeneratedImages.answeredBy((batch) => chain.runAll(batch), shape, network.network.batch, GENERATED_INPUTS);
  }
  if (input?.kind === 'images' && input.images.endsWith('.npy')) {
    const {readNpyImages} = await import('../inputs/npy-images.js');
    return readNpyImages(input.images, input.labels);
  }
  const {readIdxImages} = await import('../inputs/idx-images.js');
  return input?.kind === 'images'
    ? readIdxImages(input.images, input.labels)
    : readIdxImages(path.join(SAMPLE_FOLDER, SAMPLE_IMAGES), path.join(SAMPLE_FOLDER, SAMPLE_LABELS));
}

import path from 'node:path';
import type {CohortInput} from '../core/cohort.js';
import {DataError} from '../core/errors.js';
import {elementCount} from '../core/network/cost.js';
import type {LabelledImages} from '../core/labelled-images.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import {isSample} from './networks.js';
import {MODELS_FOLDER} from './package-facts.js';

/** Generated inputs that a network without data is judged on. */
const GENERATED_INPUTS = 512;
/** Images that are looked at before anything is measured: enough to tell a wrong folder, few enough not to wait for. */
const CHECKED_IMAGES = 32;
const SAMPLE_FOLDER = path.join(MODELS_FOLDER, 'fashion-mnist');
const SAMPLE_IMAGES = 't10k-2000-images-idx3-ubyte.gz';
const SAMPLE_LABELS = 't10k-2000-labels-idx1-ubyte.gz';

/** Whose images are wanted. */
interface LabelledRequest {
  readonly model: string;
  /** Absent: the sample images for a sample network, generated inputs otherwise. */
  readonly input?: CohortInput | undefined;
  readonly network: PartitionedNetwork;
  /** Images that are of use at most: more than these need not be made or decoded. */
  readonly limit?: number;
}

export interface ImagesRequest extends LabelledRequest {
  /** Answers generated inputs. */
  readonly chain: LayerChain;
}

/** Inputs of a network, with their labels. **Errors:** DataError when they do not fit the network. */
export async function openImages(request: ImagesRequest): Promise<LabelledImages> {
  if (hasLabels(request)) return openLabelled(request);
  const images = await generateInputs(request);
  checkShape(images, request);
  return images;
}

/** Finds images that do not fit before hours are spent on measuring. **Errors:** as of {@link openImages}. */
export async function checkImages(request: LabelledRequest): Promise<void> {
  if (hasLabels(request)) await openLabelled({...request, limit: CHECKED_IMAGES});
}

async function openLabelled(request: LabelledRequest): Promise<LabelledImages> {
  const {model, network} = request;
  checkTakesImages(network, model);
  const images = await readImages(request);
  checkShape(images, request);
  checkLabels(images, classesOf(network), model);
  return images;
}

/** **Errors:** DataError for images of another shape than the network takes. */
function checkShape({imageShape}: LabelledImages, {model, network}: LabelledRequest): void {
  const [got, allowed] = [imageShape, network.inputShape.slice(1)].map((shape) => shape.join('×'));
  if (got === allowed) return;
  throw new DataError(`${model}: its images are ${got ?? ''}, its network takes ${allowed ?? ''}`, {
    suggestions: ['give the instance `input: generated` or images of that shape'],
  });
}

/** **Errors:** DataError for a network that takes something else than images, such as the numbers of words. */
function checkTakesImages({inputs}: PartitionedNetwork, model: string): void {
  const [{type}, ...others] = inputs;
  if (type === 'float32' && others.length === 0) return;
  const got = inputs.map((input) => `${input.name} of ${input.type}`).join(', ');
  throw new DataError(`${model}: images were given, its network takes ${got}; allowed is one input of float32`, {
    suggestions: ['give the instance `input: generated`'],
  });
}

/** Whether a network is judged by labels, or by agreement with its own original. */
export function hasLabels({model, input}: Pick<ImagesRequest, 'model' | 'input'>): boolean {
  return input === undefined ? isSample(model) : input.kind !== 'generated';
}

/** **Errors:** DataError for a label that no output of the network stands for. */
function checkLabels(images: LabelledImages, classes: number, model: string): void {
  for (let index = 0; index < images.count; index += 1) {
    const label = images.label(index);
    if (label >= 0 && label < classes) continue;
    throw new DataError(`${model}: image ${index} is of class ${label}, its network tells 0 to ${classes - 1} apart`);
  }
}

function classesOf({outputShape}: PartitionedNetwork): number {
  return elementCount(outputShape.slice(1));
}

async function generateInputs({network, chain, limit = Infinity}: ImagesRequest): Promise<LabelledImages> {
  const {GeneratedImages} = await import('../inputs/generated-images.js');
  return GeneratedImages.answeredBy((input) => chain.runAll(input), network.inputs, {
    count: Math.min(GENERATED_INPUTS, limit),
    batch: network.network.batch,
  });
}

async function readImages({input, network, limit = Infinity}: LabelledRequest): Promise<LabelledImages> {
  if (input?.kind === 'folder') {
    const {readFolderImages} = await import('../inputs/folder-images.js');
    const imageShape = network.inputShape.slice(1);
    return readFolderImages(input.folder, {imageShape, classes: classesOf(network), limit, format: input.format});
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

import {largestPerRow} from '../core/answers.js';
import type {Tensor} from '../core/inference.js';
import type {LabelledImages} from '../core/labelled-images.js';
import type {Activation} from '../core/network/activation.js';
import type {LayerChain, Scratch} from '../core/network/chain.js';
import type {AnswerEngine, JobAnswers} from '../core/schedule/machine.js';

/** What one instance computes with. */
export interface AnsweringInstance {
  readonly chain: LayerChain;
  readonly images: LabelledImages;
}

interface ActiveJob {
  readonly indices: readonly number[];
  activation: Activation;
  original: boolean;
}

/**
 * Computes answers with ONNX Runtime. Job n of an instance classifies the n-th batch of its images, from the start again
 * when they are used up.
 */
export class ChainAnswers implements AnswerEngine {
  readonly #instances: readonly AnsweringInstance[];
  readonly #active: (ActiveJob | undefined)[];
  /** By instance: its jobs come one after another. */
  readonly #scratches: readonly Scratch[];
  /** Right answers of the original network by chain and first image: the same images come again. */
  readonly #originals = new Map<LayerChain, Map<number, number>>();

  constructor(instances: readonly AnsweringInstance[]) {
    this.#instances = instances;
    this.#active = instances.map(() => undefined);
    this.#scratches = instances.map(() => []);
  }

  begin(instance: number, job: number): Promise<void> {
    const {chain, images} = this.#instance(instance);
    const {batch} = chain.network;
    const indices = Array.from({length: batch}, (_, n) => (job * batch + n) % images.count);
    this.#active[instance] = {indices, activation: images.batch(indices), original: true};
    return Promise.resolve();
  }

  async runLayer(instance: number, layer: number, variant: number): Promise<void> {
    const job = this.#job(instance);
    const {chain} = this.#instance(instance);
    job.activation = await chain.runLayer(layer, variant, job.activation, this.#scratches[instance]);
    if (variant !== 0) job.original = false;
  }

  async finish(instance: number): Promise<JobAnswers> {
    const {chain, images} = this.#instance(instance);
    const {indices, activation, original} = this.#job(instance);
    this.#active[instance] = undefined;
    const correct = countCorrect(activation, indices, images);
    const correctOriginal = original ? correct : await this.#originalCorrect(chain, images, indices);
    if (original) this.#remember(chain, indices, correct);
    return {images: indices.length, correct, correctOriginal};
  }

  async release(): Promise<void> {
    for (const chain of new Set(this.#instances.map((instance) => instance.chain))) await chain.release();
  }

  async #originalCorrect(chain: LayerChain, images: LabelledImages, indices: readonly number[]): Promise<number> {
    const known = this.#originals.get(chain)?.get(indices[0] ?? 0);
    if (known !== undefined) return known;
    const correct = countCorrect(await chain.runAll(images.batch(indices)), indices, images);
    this.#remember(chain, indices, correct);
    return correct;
  }

  #remember(chain: LayerChain, indices: readonly number[], correct: number): void {
    const known = this.#originals.get(chain) ?? new Map<number, number>();
    known.set(indices[0] ?? 0, correct);
    this.#originals.set(chain, known);
  }

  #instance(instance: number): AnsweringInstance {
    const found = this.#instances[instance];
    if (found === undefined) throw new RangeError(`no instance ${instance}`);
    return found;
  }

  #job(instance: number): ActiveJob {
    const job = this.#active[instance];
    if (job === undefined) throw new RangeError(`instance ${instance} has no job to compute`);
    return job;
  }
}

function countCorrect(logits: Tensor, indices: readonly number[], images: LabelledImages): number {
  const answers = largestPerRow(logits, indices.length);
  return indices.filter((image, row) => answers[row] === images.label(image)).length;
}

import type {CohortInput} from '../core/cohort.js';
import type {NetworkAccuracy} from '../core/network/accuracy.js';
import type {AccuracyJudge, JudgeRequest} from '../core/network/accuracy-judge.js';
import {splitImages} from '../core/network/image-splits.js';
import {measureAccuracy} from '../services/measure-accuracy.js';
import {hasLabels, openImages} from './images.js';
import type {Runtime} from './cut.js';
import {identifyModel, openNetwork, type NetworkRequest} from './networks.js';

/**
 * Images a run classifies at once where the model takes any batch; layers and variants are the same at each. Every session keeps its own arena, so
 * a large batch costs memory (7.5 GB for GoogLeNet at 100).
 */
const ACCURACY_BATCH = 25;

/** How much is measured. */
export interface JudgeLimits {
  /** Approximation configurations to measure at most, for each network. */
  readonly configurationCount: number;
  /** Images to use at most, counted from the first one. */
  readonly images: number;
  /** Where they are; absent: the sample images for sample networks, generated inputs otherwise. */
  readonly input?: CohortInput | undefined;
}

/** Judges networks by running them here, on their own images. */
export class ChainJudge implements AccuracyJudge {
  constructor(
    private readonly networks: readonly NetworkRequest[],
    private readonly runtime: Runtime,
    private readonly limits: JudgeLimits,
  ) {}

  async judge(position: number, request: JudgeRequest): Promise<NetworkAccuracy> {
    const asked = this.networks[position];
    if (asked === undefined) throw new RangeError(`no network ${position}`);
    const {NetworkChain} = await import('../executors/network-chain.js');
    const {fixedBatch = ACCURACY_BATCH} = await identifyModel(asked.model);
    const network = await openNetwork({...asked, batch: fixedBatch}, this.runtime);
    const chain = await NetworkChain.load(network, this.runtime);
    try {
      const {input, images: limit} = this.limits;
      const images = await openImages({model: asked.model, input, network, chain, limit});
      const {selection, report} = splitImages(Math.min(images.count, limit));
      return await measureAccuracy({
        chain,
        images,
        metric: hasLabels({model: asked.model, input}) ? 'top-1' : 'agreement',
        selection,
        report,
        configurationCount: this.limits.configurationCount,
        ...request,
      });
    } finally {
      await chain.release();
    }
  }
}

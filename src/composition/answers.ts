import type {Cohort} from '../core/cohort.js';
import type {LabelledImages} from '../core/labelled-images.js';
import type {LayerChain, PartitionedNetwork} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';
import type {AnswerEngine} from '../core/schedule/machine.js';
import {openImages} from './images.js';
import {openNetwork, openRuntime} from './networks.js';

/** Jobs that are computed are spread over a run, so a few images more than they need keep them apart. */
const FEWEST_IMAGES = 64;

/** A network that is ready to answer. */
interface OpenedNetwork {
  readonly network: PartitionedNetwork;
  readonly chain: LayerChain;
}

/**
 * What computes a cohort's answers.
 *
 * @param networks - of the tables, one for each instance: their layers are the ones that are run.
 * @param jobs - how many will be computed: more images than those need are not made ready.
 */
export async function openAnswers(
  {instances}: Cohort,
  networks: readonly (Network | undefined)[],
  jobs: number,
): Promise<AnswerEngine> {
  const {ChainAnswers} = await import('../executors/chain-answers.js');
  const opened = await openChains(
    instances.map(({model}) => model),
    networks,
  );
  const images = new Map<string, LabelledImages>();
  const answering = [];
  for (const [n, {model, batch, input}] of instances.entries()) {
    const own = opened.get(networks[n]);
    if (own === undefined) throw new RangeError(`no network for ${model}`);
    const key = JSON.stringify([model, batch, input]);
    const limit = Math.max(FEWEST_IMAGES, jobs * batch);
    const found = images.get(key) ?? (await openImages({model, input, ...own, limit}));
    images.set(key, found);
    answering.push({chain: own.chain, images: found});
  }
  return new ChainAnswers(answering);
}

/** Every network once, however many instances run it. */
async function openChains(
  models: readonly string[],
  networks: readonly (Network | undefined)[],
): Promise<ReadonlyMap<Network | undefined, OpenedNetwork>> {
  const {NetworkChain} = await import('../executors/network-chain.js');
  const runtime = await openRuntime();
  const opened = new Map<Network | undefined, OpenedNetwork>();
  for (const [n, like] of networks.entries()) {
    if (like === undefined || opened.has(like)) continue;
    const {batch, engine} = like;
    const network = await openNetwork({model: models[n] ?? like.name, batch, engine, like}, runtime);
    opened.set(like, {network, chain: await NetworkChain.load(network, runtime)});
  }
  return opened;
}

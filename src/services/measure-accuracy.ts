import type {ApproximationConfiguration, NetworkAccuracy, VariantAccuracy} from '../core/network/accuracy.js';
import {approximationFrontier, paretoFront, type RatedVariant} from '../core/network/approximation-frontier.js';
import type {Network} from '../core/network/network.js';
import type {AccuracyInputs} from './accuracy-inputs.js';
import {measureConfigurations} from './measure-configurations.js';
import {measureVariants, variantRows} from './measure-variants.js';

const DEFAULT_CONFIGURATIONS = 24;

export interface AccuracyRequest extends AccuracyInputs {
  /** Images that judge the variants one layer at a time. */
  readonly selection: readonly number[];
  /** Images that judge whole configurations; none of `selection` should be among them. */
  readonly report: readonly number[];
  /** Predicted time of one variant of one layer. */
  readonly latencyUs: (layer: number, variant: number) => number;
  /** Configurations to measure at most. */
  readonly configurationCount?: number;
  /** Called as the work goes on; `done` and `total` are in runs of a part of the network. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Measures what a network loses when its layers are approximated: each variant by itself, then whole configurations
 * that were chosen from those.
 *
 * **Errors:** InterruptedError when the signal is aborted; RangeError without images.
 */
export async function measureAccuracy(request: AccuracyRequest): Promise<NetworkAccuracy> {
  const {chain, metric, selection, report, configurationCount = DEFAULT_CONFIGURATIONS} = request;
  const {network} = chain;
  const batches = (images: readonly number[]) => Math.ceil(images.length / network.batch);
  const total = variantRows(chain).length * batches(selection) + configurationCount * batches(report);
  let done = 0;
  const onStep = () => request.onProgress?.((done += 1), total);

  const {variants, ...baselines} = await measureVariants(request, selection, onStep);
  const candidates = approximationFrontier(rateLayers(network, variants, request.latencyUs), configurationCount);
  const measured = await measureConfigurations(request, candidates, report, onStep);
  request.onProgress?.(total, total);
  return {metric, ...baselines, variants, configurations: monotone(measured)};
}

function rateLayers(
  network: Network,
  accuracies: readonly VariantAccuracy[],
  latencyUs: AccuracyRequest['latencyUs'],
): readonly (readonly RatedVariant[])[] {
  return network.layers.map(({ordinal: layer, variants}) =>
    variants.map(({ordinal: variant}) => {
      const measured = accuracies.find((row) => row.layer === layer && row.variant === variant);
      return {variant, latencyUs: latencyUs(layer, variant), loss: measured?.loss ?? 0, risk: measured?.lostShare ?? 0};
    }),
  );
}

/** The original, then what is faster than all that loses less. A measured gain is noise and counts as no loss. */
function monotone(measured: readonly ApproximationConfiguration[]): readonly ApproximationConfiguration[] {
  const [original, ...others] = measured.map((item) => ({...item, measuredLoss: Math.max(0, item.measuredLoss)}));
  if (original === undefined) return [];
  const front = paretoFront(
    others,
    ({latencyUs}) => latencyUs,
    ({measuredLoss}) => measuredLoss,
  );
  return [original, ...front];
}

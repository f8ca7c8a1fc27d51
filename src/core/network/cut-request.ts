import type {DimensionSizes} from './network.js';

/**
 * How finely a network is cut: into layers of at least a hundredth of its work each, as finely as a timed trial finds to
 * cost little, or wherever a cut is possible.
 */
export const GRANULARITIES = ['default', 'auto', 'finest'] as const;
/** One of {@link GRANULARITIES}. */
export type Granularity = (typeof GRANULARITIES)[number];

/** How a network is to be cut into layers; all that is absent is as by default. */
export interface CutRequest {
  readonly granularity?: Granularity | undefined;
  /** No layer lasts less than this at the clocks in force; in the place of a granularity. */
  readonly minLayerUs?: number | undefined;
  /** Tensors that may cross a cut, small ones not counted. */
  readonly maxLive?: number | undefined;
  readonly dimensions?: DimensionSizes | undefined;
}

/** Whether layers depend on a clock: then the same request may cut the same model otherwise the next time. */
export function isTimed({granularity, minLayerUs}: CutRequest): boolean {
  return granularity === 'auto' || minLayerUs !== undefined;
}

/** How finely to cut, in words; undefined for the default. Equal words mean the same request. */
export function describeCut({granularity = 'default', minLayerUs, maxLive}: CutRequest): string | undefined {
  const fineness = minLayerUs === undefined ? granularity : `layers of ${minLayerUs} us or more`;
  if (maxLive !== undefined) return `${fineness}, up to ${maxLive} tensors at a cut`;
  return fineness === 'default' ? undefined : fineness;
}

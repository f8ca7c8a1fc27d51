import {spreadLoss, type AccuracyTableEntry} from './build-accuracy-table.js';
import type {NetworkColumns} from './profile-columns.js';

/**
 * Turns a network's measured approximation configurations into entries of its accuracy table: gains from what was
 * measured at the anchor configurations, losses spread over the layers.
 */
export function approximationEntries({layers, approximations}: NetworkColumns): readonly AccuracyTableEntry[] {
  const anchors = anchorsOf(layers);
  return approximations.map(({variants, loss}) => {
    const own = variants.map((variant, layer) => layers[layer]?.variantLosses[variant] ?? 0);
    return {
      variants,
      layerLosses: spreadLoss(variants, loss, own),
      layerGains: variants.map((_, layer) => median(anchors.map((c) => gainFrom(layers, variants, layer, c, 1)))),
      gainToGo: variants.map((_, layer) => Math.min(...anchors.map((c) => gainFrom(layers, variants, layer, c)))),
    };
  });
}

type Layers = NetworkColumns['layers'];

/** Configurations at which the lowest variant of every layer was measured. */
function anchorsOf(layers: Layers): readonly number[] {
  const lowest = layers.map(({variantLatencyUs}) => variantLatencyUs.at(-1));
  const configurations = lowest[0] === undefined ? [] : [...lowest[0].keys()];
  return configurations.filter((c) => lowest.every((column) => !Number.isNaN(column?.[c] ?? NaN)));
}

/** SpeedUp of `count` layers from `first` on, at one configuration. */
function gainFrom(
  layers: Layers,
  variants: readonly number[],
  first: number,
  configuration: number,
  count = layers.length,
): number {
  let originalUs = 0;
  let variantUs = 0;
  for (let layer = first; layer < Math.min(layers.length, first + count); layer += 1) {
    const columns = layers[layer]?.variantLatencyUs;
    originalUs += columns?.[0]?.[configuration] ?? NaN;
    variantUs += columns?.[variants[layer] ?? 0]?.[configuration] ?? NaN;
  }
  return originalUs / variantUs;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

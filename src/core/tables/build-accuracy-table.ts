import {bucketGain, GAIN_BUCKET_COUNT, gainToGo, lossToGo, type AccuracyTable} from './accuracy-table.js';

/** One approximation configuration as the table holds it. */
export interface AccuracyTableEntry {
  /** Variant of each layer. */
  readonly variants: readonly number[];
  /** Share of the configuration's measured loss that falls to each layer, as a fraction of answers. */
  readonly layerLosses: readonly number[];
  /** Typical SpeedUp of each layer's variant. */
  readonly layerGains: readonly number[];
  /** SpeedUp from each layer to the end, the worst over the anchor grid. */
  readonly gainToGo: readonly number[];
}

/** The table of a network of which only the original is known. */
export function originalOnlyTable(layerCount: number): AccuracyTable {
  const zeros = Array.from({length: layerCount}, () => 0);
  return buildAccuracyTable(layerCount, [
    {variants: zeros, layerLosses: zeros, layerGains: zeros.map(() => 1), gainToGo: zeros.map(() => 1)},
  ]);
}

/**
 * Builds the table by suffix: for each layer and each bucket of needed SpeedUp the entry with the least loss to go.
 *
 * @param entries - the original first.
 */
export function buildAccuracyTable(layerCount: number, entries: readonly AccuracyTableEntry[]): AccuracyTable {
  const stride = layerCount + 1;
  const table: AccuracyTable = {
    layerCount,
    entryCount: entries.length,
    variants: Uint8Array.from(entries.flatMap(({variants}) => variants)),
    layerGain: Float64Array.from(entries.flatMap(({layerGains}) => layerGains)),
    layerLoss: Float64Array.from(entries.flatMap(({layerLosses}) => layerLosses)),
    lossToGo: new Float64Array(entries.length * stride),
    gainToGo: new Float64Array(entries.length * stride).fill(1),
    entryByBucket: new Int8Array(layerCount * GAIN_BUCKET_COUNT).fill(-1),
  };
  for (const [e, entry] of entries.entries()) {
    for (let layer = layerCount - 1; layer >= 0; layer -= 1) {
      table.lossToGo[e * stride + layer] =
        (table.lossToGo[e * stride + layer + 1] ?? 0) + (table.layerLoss[e * layerCount + layer] ?? 0);
      table.gainToGo[e * stride + layer] = entry.gainToGo[layer] ?? 1;
    }
  }
  for (let layer = 0; layer < layerCount; layer += 1) {
    for (let bucket = 0; bucket < GAIN_BUCKET_COUNT; bucket += 1) {
      table.entryByBucket[layer * GAIN_BUCKET_COUNT + bucket] = leastLoss(table, layer, bucketGain(bucket));
    }
  }
  return table;
}

/** The same table without the entries that lose more than `mostLoss` of the answers; the original always stays. */
export function withLossLimit(table: AccuracyTable, mostLoss: number): AccuracyTable {
  const entries = Array.from({length: table.entryCount}, (_, entry) => entry)
    .filter((entry) => entry === 0 || lossToGo(table, entry, 0) <= mostLoss)
    .map((entry) => entryOf(table, entry));
  return buildAccuracyTable(table.layerCount, entries);
}

function entryOf(table: AccuracyTable, entry: number): AccuracyTableEntry {
  const row = (values: Uint8Array | Float64Array) =>
    Array.from(values.subarray(entry * table.layerCount, (entry + 1) * table.layerCount));
  return {
    variants: row(table.variants),
    layerLosses: row(table.layerLoss),
    layerGains: row(table.layerGain),
    gainToGo: Array.from({length: table.layerCount}, (_, layer) => gainToGo(table, entry, layer)),
  };
}

/**
 * Spreads the measured loss of a whole configuration over its layers, in proportion to what each variant loses by itself;
 * evenly over the replaced layers where none of them loses anything by itself.
 */
export function spreadLoss(
  variants: readonly number[],
  measuredLoss: number,
  ownLosses: readonly number[],
): readonly number[] {
  const own = ownLosses.map((value, layer) => (variants[layer] === 0 ? 0 : Math.max(value, 0)));
  const total = own.reduce((sum, value) => sum + value, 0);
  if (total > 0) return own.map((value) => (measuredLoss * value) / total);
  const replaced = variants.filter((variant) => variant !== 0).length;
  return variants.map((variant) => (variant === 0 ? 0 : measuredLoss / replaced));
}

function leastLoss(table: AccuracyTable, layer: number, need: number): number {
  let best = -1;
  for (let entry = 0; entry < table.entryCount; entry += 1) {
    if (gainToGo(table, entry, layer) < need - 1e-9) continue;
    if (best < 0 || lossToGo(table, entry, layer) < lossToGo(table, best, layer)) best = entry;
  }
  return best;
}

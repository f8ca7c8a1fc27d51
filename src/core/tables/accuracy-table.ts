/**
 * Accuracy table of one network: which approximation configuration to take when variants must give the rest of a job a
 * certain further SpeedUp, from each layer on.
 */
export interface AccuracyTable {
  readonly layerCount: number;
  /** Approximation configurations; the first one is the original network. */
  readonly entryCount: number;
  /** Variant of each layer: `[entry × layers + layer]`. */
  readonly variants: Uint8Array;
  /** Typical SpeedUp that an entry's variant gives a layer: same shape. */
  readonly layerGain: Float64Array;
  /** Share of an entry's measured loss that falls to each layer, as a fraction of answers: same shape. */
  readonly layerLoss: Float64Array;
  /** Loss from a layer to the end: `[entry × (layers + 1) + layer]`. */
  readonly lossToGo: Float64Array;
  /** SpeedUp that an entry gives from a layer to the end, the worst over the anchor grid: same shape; 1 at the end. */
  readonly gainToGo: Float64Array;
  /** Entry for a bucket of needed SpeedUp, -1 where none gives it: `[layer × buckets + bucket]`. */
  readonly entryByBucket: Int8Array;
}

/** How many buckets of needed SpeedUp there are; bucket 0 is «none needed». */
export const GAIN_BUCKET_COUNT = 48;
/** SpeedUp at the upper end of the last bucket. */
const HIGHEST_GAIN = 6;
const LOG_STEP = Math.log(HIGHEST_GAIN) / (GAIN_BUCKET_COUNT - 1);
/** Needs that exceed 1 only by rounding are none. */
const NO_NEED = 1 + 1e-6;

/** Bucket of a needed SpeedUp; keys round up, what is beyond the last bucket is `GAIN_BUCKET_COUNT`. */
export function gainBucket(need: number): number {
  if (need <= NO_NEED) return 0;
  return Math.min(GAIN_BUCKET_COUNT, Math.ceil(Math.log(need) / LOG_STEP - 1e-9));
}

/** Upper end of a bucket. */
export function bucketGain(bucket: number): number {
  return Math.exp(bucket * LOG_STEP);
}

/** Entry with the least loss that gives `need` from `layer` on; -1 where none does. */
export function entryForNeed(table: AccuracyTable, layer: number, need: number): number {
  const bucket = gainBucket(need);
  return bucket >= GAIN_BUCKET_COUNT ? -1 : (table.entryByBucket[layer * GAIN_BUCKET_COUNT + bucket] ?? -1);
}

/** Entry that gives the most from `layer` on: what is taken when none gives enough. */
export function fastestEntry(table: AccuracyTable, layer: number): number {
  let fastest = 0;
  for (let entry = 1; entry < table.entryCount; entry += 1) {
    if (gainToGo(table, entry, layer) > gainToGo(table, fastest, layer)) fastest = entry;
  }
  return fastest;
}

/** SpeedUp that an entry gives from `layer` to the end, the worst over the anchor grid; 1 at the end. */
export function gainToGo(table: AccuracyTable, entry: number, layer: number): number {
  return table.gainToGo[entry * (table.layerCount + 1) + layer] ?? 1;
}

/** Loss of an entry from `layer` to the end, as a fraction of answers; 0 at the end. */
export function lossToGo(table: AccuracyTable, entry: number, layer: number): number {
  return table.lossToGo[entry * (table.layerCount + 1) + layer] ?? 0;
}

/** The variant that an entry gives a layer. */
export function variantOf(table: AccuracyTable, entry: number, layer: number): number {
  return table.variants[entry * table.layerCount + layer] ?? 0;
}

/** Typical SpeedUp of the variant that an entry gives a layer. */
export function layerGain(table: AccuracyTable, entry: number, layer: number): number {
  return table.layerGain[entry * table.layerCount + layer] ?? 1;
}

/** Share of an entry's loss that falls to a layer. */
export function layerLoss(table: AccuracyTable, entry: number, layer: number): number {
  return table.layerLoss[entry * table.layerCount + layer] ?? 0;
}

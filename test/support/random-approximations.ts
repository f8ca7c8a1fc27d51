import fc from 'fast-check';
import {buildAccuracyTable, type AccuracyTableEntry} from '../../src/core/tables/build-accuracy-table.js';
import type {AccuracyTable} from '../../src/core/tables/accuracy-table.js';

/** An accuracy table, and what it was built from. */
export interface KnownAccuracyTable {
  readonly table: AccuracyTable;
  readonly entries: readonly AccuracyTableEntry[];
}

/** Tables of a few layers with the original and up to five approximation configurations. */
export const randomAccuracyTable: fc.Arbitrary<KnownAccuracyTable> = fc
  .integer({min: 1, max: 4})
  .chain((layers) => fc.tuple(fc.constant(layers), fc.array(approximation(layers), {maxLength: 5})))
  .map(([layers, others]) => {
    const entries = [original(layers), ...others];
    return {entries, table: buildAccuracyTable(layers, entries)};
  });

export function original(layers: number): AccuracyTableEntry {
  const each = <T>(value: T) => Array.from({length: layers}, () => value);
  return {variants: each(0), layerLosses: each(0), layerGains: each(1), gainToGo: each(1)};
}

function approximation(layers: number): fc.Arbitrary<AccuracyTableEntry> {
  const each = <T>(value: fc.Arbitrary<T>) => fc.array(value, {minLength: layers, maxLength: layers});
  return fc.record({
    variants: each(fc.nat({max: 5})),
    layerLosses: each(fc.nat({max: 100}).map((points) => points / 1000)),
    layerGains: each(fc.integer({min: 10, max: 40}).map((tenths) => tenths / 10)),
    gainToGo: each(fc.integer({min: 90, max: 700}).map((hundredths) => hundredths / 100)),
  });
}

import {DataError} from '../../core/errors.js';
import type {Layer, Network} from '../../core/network/network.js';
import type {MeasuredRow} from './measured-rows.js';

export interface ReplayedNetworksOptions {
  /** For messages: the file. */
  readonly place: string;
  /** Name of a network whose rows have none. */
  readonly defaultName: string;
  /** Digest of the file. */
  readonly contentHash: string;
  readonly batch: number;
}

/**
 * The networks that a measured file has at a batch. What their layers compute is not in the file.
 *
 * **Errors:** DataError when there is none at that batch.
 */
export function replayedNetworks(
  rows: readonly MeasuredRow[],
  {place, defaultName, contentHash, batch}: ReplayedNetworksOptions,
): readonly Network[] {
  const ofBatch = rows.filter((row) => row.batch === batch);
  if (ofBatch.length === 0) {
    const batches = [...new Set(rows.map((row) => row.batch))].toSorted((a, b) => a - b);
    throw new DataError(`${place} has no rows of batch ${batch}; its batches are ${batches.join(', ')}`, {
      suggestions: [`neuos profile --board replay:${place} --batch ${batches[0] ?? 1}`],
    });
  }
  return [...new Set(ofBatch.map(({network}) => network))].map((name) => ({
    name: name === '' ? defaultName : name,
    contentHash,
    batch,
    engine: 'gpu',
    layers: layersOf(ofBatch.filter(({network}) => network === name)),
  }));
}

function layersOf(rows: readonly MeasuredRow[]): readonly Layer[] {
  const count = Math.max(...rows.map(({layer}) => layer)) + 1;
  return Array.from({length: count}, (_, ordinal) => ({
    ordinal,
    name: `layer ${ordinal}`,
    operators: [],
    variants: [
      {ordinal: 0, scheme: 'original', rankFraction: 1, ranks: [], cost: {flops: 0, bytes: 0, operatorCount: 1}},
    ],
  }));
}

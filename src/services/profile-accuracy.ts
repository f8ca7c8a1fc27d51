import type {NetworkAccuracy} from '../core/network/accuracy.js';
import type {AccuracyJudge} from '../core/network/accuracy-judge.js';
import {hasVariants} from '../core/network/network.js';
import type {ProfileReader, ProfileStore, ProfileWriter, SweepHeader} from '../core/profile-store.js';

export interface ProfileAccuracyInputs {
  readonly header: SweepHeader;
  readonly store: ProfileStore;
  /** Absent when the networks have no variants. */
  readonly judge?: AccuracyJudge | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Measures and records what the variants of each network cost in accuracy, unless an earlier run of the sweep did. What a
 * variant saves in time is taken from the reference configuration.
 */
export async function profileAccuracy(
  {header, store, judge, signal, onProgress}: ProfileAccuracyInputs,
  writer: ProfileWriter,
): Promise<void> {
  if (judge === undefined) return;
  writer.commit();
  const reader = store.openForReading();
  try {
    const known = new Set(reader.approximations().map(({network}) => network));
    for (const [network, swept] of header.networks.entries()) {
      if (known.has(network) || !hasVariants(swept)) continue;
      const latencyUs = latencyAtReference(reader, network);
      record(writer, network, await judge.judge(network, {latencyUs, signal, onProgress}));
    }
  } finally {
    reader.close();
  }
}

function latencyAtReference(reader: ProfileReader, network: number): (layer: number, variant: number) => number {
  const key = (layer: number, variant: number) => `${layer}/${variant}`;
  const rows = reader.measurementsAt(reader.header.identity.configurationCount - 1);
  const latencies = new Map(
    rows
      .filter(({row}) => row.network === network)
      .map(({row, measurement}) => [key(row.layer, row.variant), measurement.latencyMedianUs]),
  );
  return (layer, variant) => latencies.get(key(layer, variant)) ?? NaN;
}

function record(writer: ProfileWriter, network: number, accuracy: NetworkAccuracy): void {
  const kind = accuracy.metric;
  writer.recordVariantLosses(
    accuracy.variants.map(({layer, variant, ...loss}) => ({variant: {network, layer, variant}, kind, ...loss})),
  );
  writer.recordApproximations(
    accuracy.configurations.map(({variants, predictedLoss, measuredLoss, lossHalfWidth, images}) => ({
      network,
      variants,
      kind,
      predictedLoss,
      measured: {loss: measuredLoss, lossHalfWidth, images},
    })),
  );
  writer.commit();
}

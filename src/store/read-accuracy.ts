import type {Database} from 'better-sqlite3';
import type {AccuracyMetric} from '../core/network/accuracy.js';
import type {Approximation, VariantLoss} from '../core/network/approximation.js';
import type {LayerIds} from './layer-ids.js';
import {SWEEP} from './profile-schema.js';

interface LossRow {
  readonly layer: number;
  readonly variant: number;
  readonly kind: AccuracyMetric;
  readonly loss: number;
  readonly lossHalfWidth: number;
  readonly images: number;
}

interface ApproximationRow {
  readonly id: number;
  readonly network: number;
  readonly kind: AccuracyMetric;
  readonly predictedLoss: number;
  readonly loss: number | null;
  readonly lossHalfWidth: number | null;
  readonly images: number | null;
}

/** What single variants lose, in the order of networks, layers and variants. */
export function readVariantLosses(database: Database, layerIds: LayerIds): readonly VariantLoss[] {
  return database
    .prepare<[number], LossRow>(
      `SELECT variant.layer, variant.ordinal AS variant, accuracy_kind AS kind, loss,
              loss_half_width AS lossHalfWidth, images
       FROM variant JOIN layer ON layer.id = variant.layer JOIN model ON model.id = layer.model
       WHERE model.sweep = ? AND accuracy_kind IS NOT NULL
       ORDER BY model.ordinal, layer.ordinal, variant.ordinal`,
    )
    .all(SWEEP)
    .map(({layer, variant, ...loss}) => ({variant: {...layerIds.placeOf(layer), variant}, ...loss}));
}

/** Approximation configurations, by network and in the order in which they were recorded. */
export function readApproximations(database: Database): readonly Approximation[] {
  const variants = database
    .prepare<[number], number>(
      `SELECT approximation_layer.variant FROM approximation_layer JOIN layer ON layer.id = approximation_layer.layer
       WHERE approximation = ? ORDER BY layer.ordinal`,
    )
    .pluck();
  return database
    .prepare<[number], ApproximationRow>(
      `SELECT approximation.id, model.ordinal AS network, accuracy_kind AS kind, predicted_loss AS predictedLoss,
              measured_loss AS loss, measured_loss_half_width AS lossHalfWidth, images
       FROM approximation JOIN model ON model.id = approximation.model
       WHERE model.sweep = ? ORDER BY model.ordinal, approximation.id`,
    )
    .all(SWEEP)
    .map(({id, network, kind, predictedLoss, ...measured}) => {
      return {network, variants: variants.all(id), kind, predictedLoss, measured: measuredOf(measured)};
    });
}

function measuredOf({
  loss,
  lossHalfWidth,
  images,
}: Pick<ApproximationRow, 'loss' | 'lossHalfWidth' | 'images'>): Approximation['measured'] {
  return loss === null || lossHalfWidth === null || images === null ? null : {loss, lossHalfWidth, images};
}

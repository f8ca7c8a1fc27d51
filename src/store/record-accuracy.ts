import type {Database} from 'better-sqlite3';
import type {Approximation, VariantLoss} from '../core/network/approximation.js';
import type {LayerIds} from './layer-ids.js';
import {SWEEP} from './profile-schema.js';

/** Writes what single variants lose. **Errors:** RangeError when the sweep has no such variant. */
export function recordVariantLosses(database: Database, layerIds: LayerIds, losses: readonly VariantLoss[]): void {
  const update = database.prepare(
    `UPDATE variant SET accuracy_kind = ?, loss = ?, loss_half_width = ?, images = ?
     WHERE layer = ? AND ordinal = ?`,
  );
  for (const {variant, kind, loss, lossHalfWidth, images} of losses) {
    const {changes} = update.run(kind, loss, lossHalfWidth, images, layerIds.idOf(variant), variant.variant);
    if (changes === 0) throw new RangeError(`layer ${variant.layer} has no variant ${variant.variant}`);
  }
}

/** Writes whole approximation configurations, in the place of all that the networks among them have. */
export function recordApproximations(
  database: Database,
  layerIds: LayerIds,
  approximations: readonly Approximation[],
): void {
  for (const network of new Set(approximations.map(({network}) => network))) forget(database, network);
  const insert = database.prepare(
    `INSERT INTO approximation
       (model, accuracy_kind, predicted_loss, measured_loss, measured_loss_half_width, images)
     SELECT id, ?, ?, ?, ?, ? FROM model WHERE sweep = ? AND ordinal = ?`,
  );
  const insertLayer = database.prepare(
    'INSERT INTO approximation_layer (approximation, layer, variant) VALUES (?, ?, ?)',
  );
  for (const {network, variants, kind, predictedLoss, measured} of approximations) {
    const {loss = null, lossHalfWidth = null, images = null} = measured ?? {};
    const id = insert.run(kind, predictedLoss, loss, lossHalfWidth, images, SWEEP, network).lastInsertRowid;
    for (const [layer, variant] of variants.entries()) insertLayer.run(id, layerIds.idOf({network, layer}), variant);
  }
}

function forget(database: Database, network: number): void {
  const ofNetwork = 'SELECT id FROM model WHERE sweep = ? AND ordinal = ?';
  database
    .prepare(
      `DELETE FROM approximation_layer
       WHERE approximation IN (SELECT id FROM approximation WHERE model = (${ofNetwork}))`,
    )
    .run(SWEEP, network);
  database.prepare(`DELETE FROM approximation WHERE model = (${ofNetwork})`).run(SWEEP, network);
}

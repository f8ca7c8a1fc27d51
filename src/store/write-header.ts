import type {Database} from 'better-sqlite3';
import type {Layer, Network, Variant} from '../core/network/network.js';
import type {SweepHeader} from '../core/profile-store.js';
import {openingColumns} from './opening-columns.js';
import {SWEEP} from './profile-schema.js';

/** Writes what a sweep is: board, circumstances, networks with layers and variants. */
export function writeHeader(database: Database, header: SweepHeader): void {
  insertSweep(database, header);
  const insertModel = database.prepare(
    'INSERT INTO model (sweep, ordinal, name, content_hash, batch, engine, dimensions, trial) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const [ordinal, network] of header.networks.entries()) {
    const {name, contentHash, batch, engine} = network;
    const opening = openingColumns(network);
    const {lastInsertRowid} = insertModel.run(SWEEP, ordinal, name, contentHash, batch, engine, ...opening);
    insertLayers(database, Number(lastInsertRowid), network);
  }
}

function insertSweep(database: Database, {identity, circumstances}: SweepHeader): void {
  database
    .prepare(
      `INSERT INTO sweep (
        id, origin, board, configuration_count, reference_configuration, seed, world_seed, strategy, granularity,
        neuos_version, started_at_ms, board_model, l4t, kernel, power_mode, fan, ambient_mc, sensor
      ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      SWEEP,
      identity.origin,
      identity.board,
      identity.configurationCount,
      identity.configurationCount - 1,
      identity.seed,
      identity.worldSeed ?? null,
      identity.strategy,
      identity.granularity ?? null,
      circumstances.neuosVersion,
      circumstances.startedAtMs,
      circumstances.boardModel ?? null,
      circumstances.l4t ?? null,
      circumstances.kernel ?? null,
      circumstances.powerMode ?? null,
      circumstances.fan ?? null,
      circumstances.ambientMc ?? null,
      circumstances.sensor,
    );
  const insertRail = database.prepare('INSERT INTO rail (sweep, ordinal, name) VALUES (?, ?, ?)');
  for (const [ordinal, name] of circumstances.rails.entries()) insertRail.run(SWEEP, ordinal, name);
}

function insertLayers(database: Database, model: number, {layers}: Network): void {
  const insertLayer = database.prepare('INSERT INTO layer (model, ordinal, name) VALUES (?, ?, ?)');
  for (const layer of layers) {
    const id = Number(insertLayer.run(model, layer.ordinal, layer.name).lastInsertRowid);
    insertOperators(database, id, layer);
    for (const variant of layer.variants) insertVariant(database, id, variant);
  }
}

function insertOperators(database: Database, layer: number, {operators}: Layer): void {
  const insert = database.prepare('INSERT INTO operator (layer, ordinal, type) VALUES (?, ?, ?)');
  for (const [ordinal, type] of operators.entries()) insert.run(layer, ordinal, type);
}

function insertVariant(database: Database, layer: number, {ordinal, scheme, rankFraction, ranks, cost}: Variant): void {
  database
    .prepare(
      `INSERT INTO variant (layer, ordinal, scheme, rank_fraction, flops, bytes, operator_count)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(layer, ordinal, scheme, rankFraction, cost.flops, cost.bytes, cost.operatorCount);
  const insertRank = database.prepare('INSERT INTO variant_rank (layer, variant, ordinal, rank) VALUES (?, ?, ?, ?)');
  for (const [position, rank] of ranks.entries()) insertRank.run(layer, ordinal, position, rank);
}

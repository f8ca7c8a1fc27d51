import type {Database} from 'better-sqlite3';
import type {AccuracyTable} from '../core/tables/accuracy-table.js';
import {STRATEGIES, type NetworkPlans, type NetworkReference, type SlowStateTable} from '../core/tables/tables.js';
import type {StoredTables, TablesHeader} from '../core/tables/table-store.js';
import {toBlob} from './number-blob.js';
import {openingColumns} from './opening-columns.js';

/** Writes tables into an empty database. */
export function writeTables(database: Database, {header, tables}: StoredTables): void {
  writeBuild(database, header);
  for (const [id, reference] of tables.networks.entries()) writeNetwork(database, id, reference);
  for (const [id, table] of tables.accuracy.entries()) writeAccuracy(database, id, table);
  for (const [id, state] of tables.slowStates.entries()) writeSlowState(database, id, state);
}

function writeBuild(database: Database, header: TablesHeader): void {
  database
    .prepare('INSERT INTO build VALUES (1, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      header.origin,
      header.board,
      header.worldSeed ?? null,
      header.profileHash,
      header.neuosVersion,
      header.configurationCount,
      header.transitions,
    );
}

function writeNetwork(database: Database, id: number, {network, latencyUs, tailUs}: NetworkReference): void {
  const {name, contentHash, batch, engine, layers} = network;
  database
    .prepare('INSERT INTO network VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, name, contentHash, batch, engine, JSON.stringify(layers), ...openingColumns(network));
  const layer = database.prepare('INSERT INTO layer VALUES (?, ?, ?, ?)');
  for (const [ordinal, us] of latencyUs.entries()) layer.run(id, ordinal, us, tailUs[ordinal]);
}

function writeAccuracy(database: Database, network: number, table: AccuracyTable): void {
  const insert = database.prepare('INSERT INTO approximation VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (let entry = 0; entry < table.entryCount; entry += 1) {
    for (let layer = 0; layer < table.layerCount; layer += 1) {
      const at = entry * table.layerCount + layer;
      const gainToGo = table.gainToGo[entry * (table.layerCount + 1) + layer];
      insert.run(network, entry, layer, table.variants[at], table.layerLoss[at], table.layerGain[at], gainToGo);
    }
  }
}

function writeSlowState(database: Database, id: number, state: SlowStateTable): void {
  database.prepare('INSERT INTO slow_state VALUES (?, ?, ?)').run(id, state.rest, toBlob(state.switchUs));
  const candidate = database.prepare('INSERT INTO candidate VALUES (?, ?, ?, ?)');
  for (const [position, configuration] of state.candidates.entries()) {
    candidate.run(id, position, configuration, state.idlePowerMw[position]);
  }
  for (const strategy of STRATEGIES) {
    const {keys, networks} = state.plans[strategy];
    database.prepare('INSERT INTO plan_set VALUES (?, ?, ?)').run(id, strategy, toBlob(keys));
    for (const [network, plans] of networks.entries()) writePlans(database, [id, strategy, network], plans);
  }
}

function writePlans(database: Database, key: readonly [number, string, number], plans: NetworkPlans): void {
  const arrays = [
    plans.next,
    plans.timeToGoUs,
    plans.energyToGoUj,
    plans.latencyUs,
    plans.energyUj,
    plans.jobTimeUs,
    plans.jobEnergyUj,
  ];
  database.prepare('INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(...key, ...arrays.map(toBlob));
}

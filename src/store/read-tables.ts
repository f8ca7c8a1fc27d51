import type {Database} from 'better-sqlite3';
import type {Engine, Layer} from '../core/network/network.js';
import type {Origin} from '../core/profile.js';
import type {AccuracyTable} from '../core/tables/accuracy-table.js';
import {buildAccuracyTable} from '../core/tables/build-accuracy-table.js';
import type {NetworkPlans, NetworkReference, PlanSet, SlowStateTable, Strategy} from '../core/tables/tables.js';
import type {StoredTables, TablesHeader} from '../core/tables/table-store.js';
import {float32Of, float64Of, uint16Of} from './number-blob.js';
import {readOpening, type OpeningColumns} from './opening-columns.js';

/** Reads a whole table file into typed arrays. */
export function readTables(database: Database): StoredTables {
  const ids = database.prepare('SELECT id FROM network ORDER BY id').pluck().all() as number[];
  const states = database.prepare('SELECT id FROM slow_state ORDER BY id').pluck().all() as number[];
  return {
    header: readBuild(database),
    tables: {
      networks: ids.map((id) => readNetwork(database, id)),
      accuracy: ids.map((id) => readAccuracy(database, id)),
      slowStates: states.map((id) => readSlowState(database, id)),
    },
  };
}

interface BuildRow {
  origin: Origin;
  board: string;
  world_seed: number | null;
  profile_hash: string;
  neuos_version: string;
  configuration_count: number;
  transitions: 'measured' | 'assumed';
}

function readBuild(database: Database): TablesHeader {
  const row = database.prepare('SELECT * FROM build').get() as BuildRow;
  return {
    origin: row.origin,
    board: row.board,
    ...(row.world_seed === null ? {} : {worldSeed: row.world_seed}),
    profileHash: row.profile_hash,
    neuosVersion: row.neuos_version,
    configurationCount: row.configuration_count,
    transitions: row.transitions,
  };
}

interface NetworkRow extends OpeningColumns {
  name: string;
  content_hash: string;
  batch: number;
  engine: Engine;
  layers: string;
}

function readNetwork(database: Database, id: number): NetworkReference {
  const row = database.prepare('SELECT * FROM network WHERE id = ?').get(id) as NetworkRow;
  const column = (name: string) =>
    database.prepare(`SELECT ${name} FROM layer WHERE network = ? ORDER BY ordinal`).pluck().all(id) as number[];
  return {
    network: {
      name: row.name,
      contentHash: row.content_hash,
      batch: row.batch,
      engine: row.engine,
      layers: JSON.parse(row.layers) as readonly Layer[],
      ...readOpening(row),
    },
    latencyUs: Float64Array.from(column('reference_latency_us')),
    tailUs: Float64Array.from(column('tail_us')),
  };
}

interface ApproximationRow {
  entry: number;
  variant: number;
  loss: number;
  gain: number;
  gain_to_go: number;
}

function readAccuracy(database: Database, network: number): AccuracyTable {
  const rows = database
    .prepare('SELECT * FROM approximation WHERE network = ? ORDER BY entry, layer')
    .all(network) as ApproximationRow[];
  const layerCount = rows.filter(({entry}) => entry === 0).length;
  const entries = Array.from({length: rows.length / layerCount}, (_, entry) =>
    rows.slice(entry * layerCount, (entry + 1) * layerCount),
  );
  return buildAccuracyTable(
    layerCount,
    entries.map((layers) => ({
      variants: layers.map(({variant}) => variant),
      layerLosses: layers.map(({loss}) => loss),
      layerGains: layers.map(({gain}) => gain),
      gainToGo: layers.map(({gain_to_go: gain}) => gain),
    })),
  );
}

function readSlowState(database: Database, id: number): SlowStateTable {
  const state = database.prepare('SELECT rest, switch_us FROM slow_state WHERE id = ?').get(id) as {
    rest: number;
    switch_us: Buffer;
  };
  const candidates = database
    .prepare('SELECT configuration, idle_power_mw FROM candidate WHERE slow_state = ? ORDER BY position')
    .all(id) as {configuration: number; idle_power_mw: number}[];
  return {
    candidates: Int32Array.from(candidates, ({configuration}) => configuration),
    rest: state.rest,
    idlePowerMw: Float32Array.from(candidates, ({idle_power_mw: mw}) => mw),
    switchUs: float32Of(state.switch_us),
    plans: {
      horizon: readPlanSet(database, id, 'horizon', candidates.length),
      layer: readPlanSet(database, id, 'layer', candidates.length),
    },
  };
}

interface PlanRow {
  next: Buffer;
  time_to_go_us: Buffer;
  energy_to_go_uj: Buffer;
  latency_us: Buffer;
  energy_uj: Buffer;
  job_time_us: Buffer;
  job_energy_uj: Buffer;
}

function readPlanSet(database: Database, state: number, strategy: Strategy, candidateCount: number): PlanSet {
  const keys = database
    .prepare('SELECT keys FROM plan_set WHERE slow_state = ? AND strategy = ?')
    .pluck()
    .get(state, strategy) as Buffer;
  const rows = database
    .prepare('SELECT * FROM plan WHERE slow_state = ? AND strategy = ? ORDER BY network')
    .all(state, strategy) as PlanRow[];
  return {keys: float64Of(keys), networks: rows.map((row) => readPlans(row, candidateCount))};
}

function readPlans(row: PlanRow, candidateCount: number): NetworkPlans {
  const latencyUs = float32Of(row.latency_us);
  return {
    layerCount: latencyUs.length / candidateCount,
    candidateCount,
    next: uint16Of(row.next),
    timeToGoUs: float32Of(row.time_to_go_us),
    energyToGoUj: float32Of(row.energy_to_go_uj),
    latencyUs,
    energyUj: float32Of(row.energy_uj),
    jobTimeUs: float64Of(row.job_time_us),
    jobEnergyUj: float64Of(row.job_energy_uj),
  };
}

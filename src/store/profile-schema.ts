import type {DatabaseKind} from './database-kind.js';

/**
 * Tables of a profile.
 *
 * Names carry units; a clock's or core count's transition has none because its knob decides. Losses are shares, 0..1.
 * `measurement` leads with the configuration, so that what is measured together lies together, whatever the order.
 */
const FIRST_VERSION = `
CREATE TABLE sweep (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL CHECK (origin IN ('simulated', 'measured', 'replayed')),
  board TEXT NOT NULL,
  configuration_count INTEGER NOT NULL,
  reference_configuration INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  world_seed INTEGER,
  strategy TEXT NOT NULL CHECK (strategy IN ('full', 'adaptive', 'pareto')),
  granularity TEXT,
  neuos_version TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  board_model TEXT,
  l4t TEXT,
  kernel TEXT,
  power_mode TEXT,
  fan TEXT,
  ambient_mc REAL,
  sensor TEXT NOT NULL,
  state TEXT
) STRICT;

CREATE TABLE rail (
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (sweep, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  batch INTEGER NOT NULL,
  engine TEXT NOT NULL CHECK (engine IN ('gpu', 'cpu')),
  UNIQUE (sweep, ordinal),
  UNIQUE (sweep, name, batch, engine)
) STRICT;

CREATE TABLE layer (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES model (id),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (model, ordinal)
) STRICT;

CREATE TABLE operator (
  layer INTEGER NOT NULL REFERENCES layer (id),
  ordinal INTEGER NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (layer, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE variant (
  layer INTEGER NOT NULL REFERENCES layer (id),
  ordinal INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  rank_fraction REAL NOT NULL,
  flops INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  operator_count INTEGER NOT NULL,
  accuracy_kind TEXT CHECK (accuracy_kind IN ('top-1', 'agreement')),
  loss REAL,
  loss_half_width REAL,
  images INTEGER,
  PRIMARY KEY (layer, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE variant_rank (
  layer INTEGER NOT NULL,
  variant INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (layer, variant, ordinal),
  FOREIGN KEY (layer, variant) REFERENCES variant (layer, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement (
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  configuration INTEGER NOT NULL,
  layer INTEGER NOT NULL,
  variant INTEGER NOT NULL,
  latency_median_us REAL NOT NULL,
  latency_p95_us REAL NOT NULL,
  latency_p99_us REAL NOT NULL,
  power_mw REAL,
  energy_uj REAL,
  samples INTEGER NOT NULL,
  power_readings INTEGER NOT NULL,
  throttled INTEGER NOT NULL CHECK (throttled IN (0, 1)),
  temperature_mc REAL,
  source TEXT NOT NULL CHECK (source IN ('measured', 'predicted')),
  latency_half_width_us REAL,
  power_half_width_mw REAL,
  PRIMARY KEY (sweep, configuration, layer, variant),
  FOREIGN KEY (layer, variant) REFERENCES variant (layer, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE idle (
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  configuration INTEGER NOT NULL,
  power_mw REAL,
  gpu_rail_gated INTEGER CHECK (gpu_rail_gated IN (0, 1)),
  PRIMARY KEY (sweep, configuration)
) STRICT, WITHOUT ROWID;

CREATE TABLE transition (
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  knob TEXT NOT NULL CHECK (knob IN ('cpu-clock', 'cores-online', 'gpu-clock', 'emc-clock')),
  from_level INTEGER NOT NULL,
  to_level INTEGER NOT NULL,
  time_us REAL NOT NULL,
  energy_uj REAL,
  source TEXT NOT NULL CHECK (source IN ('measured', 'assumed')),
  PRIMARY KEY (sweep, knob, from_level, to_level)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
  id INTEGER PRIMARY KEY,
  sweep INTEGER NOT NULL REFERENCES sweep (id),
  configuration INTEGER,
  message TEXT NOT NULL
) STRICT;

CREATE TABLE approximation (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES model (id),
  accuracy_kind TEXT NOT NULL CHECK (accuracy_kind IN ('top-1', 'agreement')),
  predicted_loss REAL NOT NULL,
  measured_loss REAL,
  measured_loss_half_width REAL,
  images INTEGER
) STRICT;

CREATE TABLE approximation_layer (
  approximation INTEGER NOT NULL REFERENCES approximation (id),
  layer INTEGER NOT NULL,
  variant INTEGER NOT NULL,
  PRIMARY KEY (approximation, layer),
  FOREIGN KEY (layer, variant) REFERENCES variant (layer, ordinal)
) STRICT, WITHOUT ROWID;
`;

/** Sizes of open dimensions and the result of a timed trial, as JSON: people may read them, nothing is looked up by them. */
const SECOND_VERSION = `
ALTER TABLE model ADD COLUMN dimensions TEXT;
ALTER TABLE model ADD COLUMN trial TEXT;
`;

const THIRD_VERSION = `
ALTER TABLE measurement ADD COLUMN power_coverage REAL;
`;

/** Number of the one sweep that a file holds; the tables could hold more. */
export const SWEEP = 1;

/** The profile as a kind of database. */
export const PROFILE: DatabaseKind = {
  noun: 'profile',
  // "nPrf" in ASCII: what `file` and SQLite tools show of a profile.
  applicationId: 0x6e507266,
  migrations: [FIRST_VERSION, SECOND_VERSION, THIRD_VERSION],
  command: 'neuos profile',
};

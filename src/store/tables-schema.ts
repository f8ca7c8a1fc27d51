import type {DatabaseKind} from './database-kind.js';

/**
 * What a neuos table file is.
 *
 * Plans are dense arrays that are only ever read as a whole, so they are little-endian BLOBs (float32, uint16 for
 * `next`, float64 for `keys` and the job columns); everything a person would look up is a column.
 */
export const TABLES: DatabaseKind = {
  noun: 'table',
  applicationId: 0x4e_4f_53_54, // 'NOST'
  command: 'neuos build-tables',
  migrations: [
    `
    CREATE TABLE build (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      origin TEXT NOT NULL,
      board TEXT NOT NULL,
      world_seed INTEGER,
      profile_hash TEXT NOT NULL,
      neuos_version TEXT NOT NULL,
      configuration_count INTEGER NOT NULL,
      transitions TEXT NOT NULL
    ) STRICT;
    CREATE TABLE network (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      content_hash TEXT NOT NULL,
      batch INTEGER NOT NULL,
      engine TEXT NOT NULL,
      layers TEXT NOT NULL
    ) STRICT;
    CREATE TABLE layer (
      network INTEGER NOT NULL REFERENCES network (id),
      ordinal INTEGER NOT NULL,
      reference_latency_us REAL NOT NULL,
      tail_us REAL NOT NULL,
      PRIMARY KEY (network, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE slow_state (
      id INTEGER PRIMARY KEY,
      rest INTEGER NOT NULL,
      switch_us BLOB NOT NULL
    ) STRICT;
    CREATE TABLE candidate (
      slow_state INTEGER NOT NULL REFERENCES slow_state (id),
      position INTEGER NOT NULL,
      configuration INTEGER NOT NULL,
      idle_power_mw REAL NOT NULL,
      PRIMARY KEY (slow_state, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE plan_set (
      slow_state INTEGER NOT NULL REFERENCES slow_state (id),
      strategy TEXT NOT NULL,
      keys BLOB NOT NULL,
      PRIMARY KEY (slow_state, strategy)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE plan (
      slow_state INTEGER NOT NULL REFERENCES slow_state (id),
      strategy TEXT NOT NULL,
      network INTEGER NOT NULL REFERENCES network (id),
      next BLOB NOT NULL,
      time_to_go_us BLOB NOT NULL,
      energy_to_go_uj BLOB NOT NULL,
      latency_us BLOB NOT NULL,
      energy_uj BLOB NOT NULL,
      job_time_us BLOB NOT NULL,
      job_energy_uj BLOB NOT NULL,
      PRIMARY KEY (slow_state, strategy, network)
    ) STRICT;
    CREATE TABLE approximation (
      network INTEGER NOT NULL REFERENCES network (id),
      entry INTEGER NOT NULL,
      layer INTEGER NOT NULL,
      variant INTEGER NOT NULL,
      loss REAL NOT NULL,
      gain REAL NOT NULL,
      gain_to_go REAL NOT NULL,
      PRIMARY KEY (network, entry, layer)
    ) STRICT, WITHOUT ROWID;
    `,
    `
    ALTER TABLE network ADD COLUMN dimensions TEXT;
    ALTER TABLE network ADD COLUMN trial TEXT;
    `,
  ],
};

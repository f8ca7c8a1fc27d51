import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {DataError} from '../core/errors.js';
import type {TableStore} from '../core/tables/table-store.js';
import type {BuildTablesInputs} from '../services/build-tables.js';
import {describeBoard} from './boards.js';
import {NEUOS_VERSION} from './package-facts.js';
import {fileName} from './swept-networks.js';

const TABLES_FOLDER = 'tables';
const PROFILES_FOLDER = 'profiles';

/** What `build-tables` needs, and where it writes. */
export interface ComposedTables {
  readonly inputs: BuildTablesInputs;
  readonly file: string;
  close(): void;
}

/** @param profile - file; the newest profile under `profiles/` when absent. */
export async function composeTables(profile: string | undefined, table: string | undefined): Promise<ComposedTables> {
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const place = profile ?? newestProfile();
  const reader = new SqliteProfileStore(place, () => 0).openForReading();
  try {
    const {board} = reader.header.identity;
    const file = table ?? defaultTableFile(board);
    const inputs = {
      profile: reader,
      place,
      space: describeBoard(board).space,
      store: await openTableStore(file),
      neuosVersion: NEUOS_VERSION,
    };
    return {
      inputs,
      file,
      close: () => {
        reader.close();
      },
    };
  } catch (error) {
    reader.close();
    throw error;
  }
}

export async function openTableStore(file: string): Promise<TableStore> {
  const {SqliteTableStore} = await import('../store/sqlite-table-store.js');
  return new SqliteTableStore(file);
}

/** Where the tables of a board are kept by default. */
export function defaultTableFile(board: string): string {
  return path.join(TABLES_FOLDER, `${fileName(board)}.tables.sqlite`);
}

export function newestProfile(): string {
  const files = namesIn(PROFILES_FOLDER)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => path.join(PROFILES_FOLDER, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (files[0] !== undefined) return files[0];
  throw new DataError(`there is no profile in ${PROFILES_FOLDER}/`, {
    suggestions: ['neuos profile', 'neuos build-tables --profile FILE'],
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No folder is the same as no profile in it.
    return [];
  }
}

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {BoardDescription} from '../core/board/board.js';
import {DataError, UsageError} from '../core/errors.js';
import type {Network} from '../core/network/network.js';
import type {Origin} from '../core/profile.js';
import {parseMeasuredRows, type MeasuredRow} from '../simulation/replay/measured-rows.js';
import {replayedBoard} from '../simulation/replay/replayed-board.js';
import type {ReplayedTruth} from '../simulation/replay/replayed-truth.js';

const REPLAY = 'replay:';

export function isReplay(board: string): boolean {
  return board.startsWith(REPLAY);
}

/** Where the numbers of a board come from on which nothing is measured now. */
export function originOf(board: string): Origin {
  return isReplay(board) ? 'replayed' : 'simulated';
}

/** The board of `replay:FILE`. **Errors:** DataError when the file cannot be read or is no measured CSV. */
export function describeReplay(board: string): BoardDescription {
  return replayedBoard(board, readRows(board).rows);
}

/** A measured file opened as a board: its truth, and the networks that it has at a batch. */
export async function openReplay(
  board: string,
  batch: number,
): Promise<{readonly truth: ReplayedTruth; readonly networks: readonly Network[]}> {
  const {rows, text, file} = readRows(board);
  const {replayedNetworks} = await import('../simulation/replay/replayed-networks.js');
  const {ReplayedTruth} = await import('../simulation/replay/replayed-truth.js');
  const {assumedIdlePower} = await import('../simulation/replay/assumed-idle.js');
  const defaultName = path.basename(file, path.extname(file));
  const contentHash = createHash('sha256').update(text).digest('hex');
  const networks = replayedNetworks(rows, {place: file, defaultName, contentHash, batch});
  const ofBatch = rows.filter((row) => row.batch === batch);
  const description = replayedBoard(board, rows);
  return {truth: new ReplayedTruth(description, ofBatch, file, defaultName, assumedIdlePower(ofBatch)), networks};
}

/** Those of a file's networks that were asked for by name. **Errors:** UsageError when one is not there. */
export function selectNetworks(
  networks: readonly Network[],
  names: readonly string[],
  board: string,
): readonly Network[] {
  const missing = names.find((name) => networks.every((network) => network.name !== name));
  if (missing === undefined) return networks.filter(({name}) => names.includes(name));
  const known = networks.map(({name}) => name).join(', ');
  throw new UsageError(`--model ${missing}: ${board} has no such network; it has ${known}`);
}

function readRows(board: string): {
  readonly rows: readonly MeasuredRow[];
  readonly text: string;
  readonly file: string;
} {
  const file = board.slice(REPLAY.length);
  try {
    const text = readFileSync(file, 'utf8');
    return {rows: parseMeasuredRows(text, file), text, file};
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${file}: the measurements cannot be read`, {cause: error});
  }
}

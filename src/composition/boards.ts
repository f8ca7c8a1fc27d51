import {CATALOGUE} from '../boards/catalogue.js';
import {LINUX} from '../boards/linux-board.js';
import {openMachine} from '../boards/machine.js';
import type {BoardDescription} from '../core/board/board.js';
import {EnvironmentError, UsageError} from '../core/errors.js';
import type {BoardSummary} from '../report/boards.js';
import type {World} from '../simulation/world/world.js';
import {describeReplay, isReplay} from './replay.js';

/** Where a user without a board begins. */
export const DEFAULT_BOARD = 'sim:tx2';

const SIMULATED = 'sim:';

/** The board that the machine under `root` is, or the simulated one where a user without a board begins. */
export function findBoard(root: string): string {
  return openMachine(root).recognized?.name ?? DEFAULT_BOARD;
}

/** Whether a board is to be driven, and neither simulated nor replayed. */
export function isReal(name: string): boolean {
  return !name.startsWith(SIMULATED) && !isReplay(name);
}

/**
 * A board by its bare name, its simulated one, or `replay:FILE`. On the board itself, its space is the one that the
 * running kernel offers. **Errors:** UsageError when there is none of that name.
 */
export function describeBoard(name: string): BoardDescription {
  if (isReplay(name)) return describeReplay(name);
  if (name === LINUX) return openMachine('/', true).board;
  const bare = name.startsWith(SIMULATED) ? name.slice(SIMULATED.length) : name;
  const found = CATALOGUE.find((board) => board.name === bare);
  const here = isReal(name) ? openMachine('/') : undefined;
  if (here !== undefined && here.recognized?.name === name) return here.board;
  if (found !== undefined) return found;
  const names = [...CATALOGUE.map((board) => board.name), LINUX].join(', ');
  throw new UsageError(`--board ${name}: there is no such board; boards are ${names}`, {
    suggestions: ['neuos boards list'],
  });
}

/** The simulated board of a name. **Errors:** EnvironmentError for a real one: on those no cohort runs yet. */
export function simulatedBoard(name: string): BoardDescription {
  const board = describeBoard(name);
  if (name.startsWith(SIMULATED)) return board;
  if (isReplay(name)) {
    throw new EnvironmentError(`--board ${name}: on a file of measurements nothing runs`, {
      suggestions: [`neuos evaluate --board ${name}`],
    });
  }
  throw new EnvironmentError(`--board ${name}: real boards are profiled, cohorts run on simulated ones`, {
    suggestions: [`neuos run --board ${SIMULATED}tx2`, `neuos profile --board ${board.name}`],
  });
}

/** The world of a simulated board. */
export async function openWorld(board: BoardDescription, worldSeed: number): Promise<World> {
  const {World} = await import('../simulation/world/world.js');
  const {COEFFICIENTS} = await import('../simulation/world/catalogue.js');
  const coefficients = COEFFICIENTS[board.name];
  if (coefficients === undefined)
    throw new UsageError(`--board ${SIMULATED}${board.name}: this board is not simulated`);
  return new World(board, coefficients, worldSeed);
}

/** The catalogue in lines for `boards list`. */
export async function boardSummaries(): Promise<readonly BoardSummary[]> {
  const {COEFFICIENTS} = await import('../simulation/world/catalogue.js');
  return CATALOGUE.map(({name, title, space}) => ({
    name,
    title,
    configurations: space.size,
    simulated: name in COEFFICIENTS,
  }));
}

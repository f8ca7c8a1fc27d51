import type {BoardDescription} from '../core/board/board.js';
import type {EvaluatedWorld} from '../core/evaluation/cell.js';
import type {BoardMeter} from '../core/measuring.js';
import type {Network} from '../core/network/network.js';
import type {BoardTruth} from '../simulation/board-truth.js';
import {openWorld, simulatedBoard} from './boards.js';
import {isReplay, openReplay} from './replay.js';

/** What an evaluation needs of a board. */
export interface EvaluatedBoard {
  readonly description: BoardDescription;
  /** What cohorts run on. */
  readonly truth: BoardTruth;
  /** What tables are made from: the same board before it drifted. */
  readonly meter: BoardMeter;
}

export async function openEvaluatedBoard(
  board: string,
  {seed, drifted: isDrifted}: EvaluatedWorld,
  networks: readonly Network[],
  profileSeed: number,
): Promise<EvaluatedBoard> {
  if (isReplay(board)) return openReplayed(board, networks);
  const {SimulatedMeter} = await import('../simulation/simulated-meter.js');
  const description = simulatedBoard(board);
  const world = await openWorld(description, seed);
  const meter = new SimulatedMeter(world, networks, profileSeed);
  if (!isDrifted) return {description, truth: world, meter};
  const {World} = await import('../simulation/world/world.js');
  const {drifted} = await import('../simulation/drift.js');
  return {description, truth: new World(description, drifted(world.coefficients), seed), meter};
}

async function openReplayed(board: string, networks: readonly Network[]): Promise<EvaluatedBoard> {
  const {ReplayMeter} = await import('../simulation/replay/replay-meter.js');
  const {truth} = await openReplay(board, networks[0]?.batch ?? 1);
  return {description: truth.board, truth, meter: new ReplayMeter(truth, networks)};
}

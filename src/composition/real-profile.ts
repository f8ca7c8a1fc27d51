import type {BoardMeter} from '../core/measuring.js';
import type {DryRun} from '../core/board/nodes.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {allWrites, planWrites} from '../core/board/plan-writes.js';
import {targetState} from '../core/board/target-state.js';
import {readState} from '../boards/read-state.js';
import {assumedTransitions, measureTransitions} from '../services/measure-transitions.js';
import {UsageError} from '../core/errors.js';
import {isReal} from './boards.js';
import {THREADS} from './networks.js';
import {openRealMachine, type DrivenBoard} from './real-board.js';

/** A meter of a board that is driven, and its end. */
export interface RealMeter {
  readonly meter: BoardMeter;
  readonly release: () => Promise<void>;
}

/** @param withTransitions - times the knobs first; otherwise their costs are assumed */
export async function openRealMeter(
  driven: DrivenBoard,
  networks: readonly PartitionedNetwork[],
  runtime: InferenceRuntime,
  withTransitions: boolean,
): Promise<RealMeter> {
  const {LayerMeter} = await import('../executors/layer-meter.js');
  const {NetworkChain} = await import('../executors/network-chain.js');
  const {space} = driven.board;
  const meter = new LayerMeter({
    ...driven,
    networks,
    space,
    threads: THREADS,
    load: (network, threads) => NetworkChain.load(network, runtime, {threads}),
    transitions: () =>
      withTransitions ? measureTransitions(driven.actuator, space, driven.nowUs) : assumedTransitions(),
  });
  return {
    meter,
    release: async () => {
      try {
        await driven.release();
      } finally {
        await meter.release();
      }
    },
  };
}

/** What a sweep would write first, without writing it. **Errors:** UsageError for a board that is not real. */
export function dryRun(name: string, root: string): DryRun {
  if (!isReal(name)) throw new UsageError(`--dry-run: ${name} is no real board, nothing is written to it`);
  const {tree, nodes, board} = openRealMachine(name, root);
  const state = readState(tree, nodes);
  const plans = [0, board.space.reference].map((configuration) => {
    const target = targetState(nodes, board.clusters, board.space.at(configuration));
    return {configuration, writes: allWrites(planWrites(nodes, state, target))};
  });
  return {board: name, plans};
}

import {ASSUMED_TRANSITION_TIMES_US, type TransitionTimes} from '../core/board/transition.js';
import type {BoardDescription} from '../core/board/board.js';
import {
  CONCURRENT_POLICIES,
  type EvaluatedPolicy,
  type EvaluatedWorld,
  type EvaluationCell,
  type EvaluationRow,
} from '../core/evaluation/cell.js';
import {shapeInstances} from '../core/evaluation/cohort-shape.js';
import type {Network} from '../core/network/network.js';
import type {InstanceSpec} from '../core/schedule/instance.js';
import {buildTables} from '../core/tables/build-tables.js';
import type {Tables} from '../core/tables/tables.js';
import {evaluatePolicy, type PolicyOutcome, type PolicyRun} from '../services/evaluate-policy.js';
import {profileColumns} from '../services/evaluate-profile.js';
import type {BoardTruth} from '../simulation/board-truth.js';
import {EnergyBound} from '../simulation/oracles/energy-bound.js';
import {lastDeadlineUs, realiseWork, type RealisedWork} from '../simulation/oracles/realised-work.js';
import {finishesAtReference, lateJobs} from '../simulation/oracles/static-configuration.js';
import type {FinishTimes} from '../simulation/oracles/work-stretches.js';
import {SharingMachine} from '../simulation/sharing-machine.js';
import {SimulatedMachine} from '../simulation/simulated-machine.js';
import {openEvaluatedBoard} from './evaluated-board.js';
import {makePolicy, type RunnablePolicy} from './evaluated-policies.js';
import {SYSTEM_CLOCK} from './system-clock.js';

/** Seed of the profile that tables are made from; no run has it. */
const PROFILE_SEED = 987_654;

/** What one worker does in one go: one world, its tables, some cells under every policy. Can be sent to a thread. */
export interface EvaluationTask {
  readonly board: string;
  readonly world: EvaluatedWorld;
  readonly networks: readonly Network[];
  readonly cells: readonly EvaluationCell[];
  readonly policies: readonly EvaluatedPolicy[];
  readonly seeds: readonly number[];
  /** Releases of each run, over all instances. */
  readonly jobs: number;
}

/** A board with the tables that were made on it. */
interface Prepared {
  readonly description: BoardDescription;
  readonly truth: BoardTruth;
  readonly tables: Tables;
  readonly times: TransitionTimes;
}

type ComparedOutcome = PolicyOutcome & Pick<EvaluationRow, 'toBound' | 'toFreeBound' | 'toUtilisationBound'>;

/** Works a task off. */
export async function runEvaluationTask(
  task: EvaluationTask,
  signal: AbortSignal,
  onRow: (row: EvaluationRow) => void,
): Promise<void> {
  const prepared = await prepare(task);
  // By instances, seed and policy: a cohort of one is the same with offsets as without.
  const known = new Map<string, ComparedOutcome>();
  for (const cell of task.cells) {
    const instances = instancesOf(cell, prepared.tables);
    for (const seed of task.seeds) {
      const runner = new CellRunner(task, prepared, instances, seed);
      for (const policy of task.policies) {
        if (signal.aborted) return;
        const {cohort, deadlineFactor, deadlineShare, withOffsets} = cell;
        const timing = {cohort, deadlineFactor, deadlineShare, withOffsets};
        const same = JSON.stringify([instances, seed, policy]);
        const outcome = known.get(same) ?? (await runner.row(policy, signal));
        known.set(same, outcome);
        onRow({...timing, world: task.world, seed, policy, ...outcome});
      }
    }
  }
}

async function prepare({board, world, networks}: EvaluationTask): Promise<Prepared> {
  const {description, truth, meter} = await openEvaluatedBoard(board, world, networks, PROFILE_SEED);
  const times = scaled(ASSUMED_TRANSITION_TIMES_US, world.transitionFactor);
  const columns = await profileColumns(meter, networks, description.space.size, times, PROFILE_SEED);
  return {description, truth, times, tables: buildTables(columns, description.space)};
}

function scaled(times: TransitionTimes, factor: number): TransitionTimes {
  return {
    'cpu-clock': times['cpu-clock'] * factor,
    'cores-online': times['cores-online'] * factor,
    'gpu-clock': times['gpu-clock'] * factor,
    'emc-clock': times['emc-clock'] * factor,
  };
}

function instancesOf(cell: EvaluationCell, {networks}: Tables): readonly InstanceSpec[] {
  if (typeof cell.instances !== 'string') return cell.instances;
  const referenceUs = networks.map(({latencyUs}) => latencyUs.reduce((total, us) => total + us, 0));
  return shapeInstances(cell.instances, referenceUs, cell);
}

/** Runs policies in one cell with the same noise, and compares them with the bounds. */
class CellRunner {
  readonly #work: RealisedWork;
  readonly #bound: EnergyBound;
  readonly #untilUs: number;

  constructor(
    readonly task: EvaluationTask,
    readonly prepared: Prepared,
    readonly instances: readonly InstanceSpec[],
    readonly seed: number,
  ) {
    this.#work = realiseWork(task.networks, instances, task.jobs, seed);
    this.#bound = new EnergyBound(prepared.truth, this.#work, prepared.times);
    this.#untilUs = lastDeadlineUs(this.#work);
  }

  async row(policy: EvaluatedPolicy, signal: AbortSignal): Promise<ComparedOutcome> {
    if (policy === 'oracle-bound' || policy === 'oracle-bound-free') return this.#boundOutcome(policy);
    const {finishesUs, ...outcome} = await this.#run(policy, signal);
    return this.#compared(outcome, finishesUs);
  }

  /** The bounds themselves: what the reference is late for, they may be late for. */
  #boundOutcome(which: 'oracle-bound' | 'oracle-bound-free'): ComparedOutcome {
    const finishesUs = finishesAtReference(this.prepared.truth, this.#work);
    const durationUs = Math.max(this.#untilUs, ...finishesUs.map((own) => own.at(-1) ?? 0));
    const bound = this.#bound;
    const energyUj =
      which === 'oracle-bound' ? bound.withTransitionsUj(durationUs, finishesUs) : bound.freeUj(durationUs, finishesUs);
    const outcome = {
      jobs: this.task.jobs,
      missed: lateJobs(this.#work, finishesUs),
      durationUs,
      energyUj,
      latencyUs: null,
      latencyShare: null,
      transitions: 0,
      configurationsUsed: 0,
      predictedLoss: 0,
    };
    return this.#compared(outcome, finishesUs);
  }

  #compared(outcome: PolicyOutcome, finishesUs: FinishTimes): ComparedOutcome {
    const {energyUj, durationUs} = outcome;
    const bound = this.#bound;
    return {
      ...outcome,
      toBound: energyUj / bound.withTransitionsUj(durationUs, finishesUs),
      toFreeBound: energyUj / bound.freeUj(durationUs, finishesUs),
      toUtilisationBound: energyUj / bound.withTransitionsUj(durationUs),
    };
  }

  #run(name: RunnablePolicy, signal: AbortSignal): Promise<PolicyRun> {
    const {task, prepared, instances, seed} = this;
    const {description, truth, tables, times} = prepared;
    const board = {world: truth, networks: task.networks, transitionTimesUs: times, seed};
    return evaluatePolicy({
      instances,
      networks: tables.networks,
      policy: makePolicy(name, {description, truth, tables, instances, work: this.#work}),
      machine: CONCURRENT_POLICIES.has(name) ? new SharingMachine(board) : new SimulatedMachine(board),
      jobs: task.jobs,
      untilUs: this.#untilUs,
      clock: SYSTEM_CLOCK,
      signal,
    });
  }
}

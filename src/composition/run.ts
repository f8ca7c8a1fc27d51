import path from 'node:path';
import type {Cohort, CohortInstance} from '../core/cohort.js';
import {DataError, UsageError} from '../core/errors.js';
import type {BoardDescription} from '../core/board/board.js';
import {networkKey} from '../core/network/network.js';
import {ASSUMED_TRANSITION_TIMES_US} from '../core/board/transition.js';
import type {InstanceSpec} from '../core/schedule/instance.js';
import type {JobLog} from '../core/schedule/job-log.js';
import type {ConcurrentMachine, Machine} from '../core/schedule/machine.js';
import type {Mode} from '../core/schedule/mode.js';
import {MaxNPolicy} from '../core/schedule/policies/max-n.js';
import {NeuosPolicy} from '../core/schedule/policies/neuos.js';
import {NeuosPaperPolicy} from '../core/schedule/policies/neuos-paper.js';
import type {VirtualBoardOptions} from '../simulation/virtual-board.js';
import type {StoredTables} from '../core/tables/table-store.js';
import type {AccuracyTable} from '../core/tables/accuracy-table.js';
import {withLossLimit} from '../core/tables/build-accuracy-table.js';
import type {Strategy, Tables} from '../core/tables/tables.js';
import {DEFAULT_BOARD, openWorld, simulatedBoard} from './boards.js';
import {openAnswers} from './answers.js';
import {identifyModel, type ModelIdentity} from './networks.js';
import type {RunAndSummarizeInputs} from '../services/run-and-summarize.js';
import {SYSTEM_CLOCK} from './system-clock.js';
import type {Controllable} from './control.js';
import type {CohortStatus} from '../core/schedule/status.js';
import {defaultTableFile, openTableStore} from './tables.js';

export const DISPATCHES = ['serial', 'concurrent'] as const;
export const METHODS = ['neuos', 'paper'] as const;
export const POLICIES = ['neuos', 'max-n'] as const;
export type PolicyName = (typeof POLICIES)[number];

export interface RunRequest {
  readonly cohort: Cohort;
  readonly board?: string | undefined;
  /** File of the tables. */
  readonly table?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly strategy: Strategy;
  readonly policy: PolicyName;
  readonly method: (typeof METHODS)[number];
  /** Absent: what the method was made for. */
  readonly dispatch?: (typeof DISPATCHES)[number] | undefined;
  readonly seed: number;
  /** How many jobs are released. */
  readonly jobs: number;
  /** How many of them are computed for real. */
  readonly execute: number;
  /** Share of jobs that may be late; absent when nobody said. */
  readonly maxMissShare?: number | undefined;
  /** Whether the virtual clock is held back to the real one. */
  readonly realtime: boolean;
}

/** A cohort ready to run: everything but how long, and who watches. */
export type ComposedRun = Pick<
  RunAndSummarizeInputs,
  | 'instances'
  | 'networks'
  | 'policy'
  | 'machine'
  | 'answers'
  | 'clock'
  | 'facts'
  | 'accuracyTableHits'
  | 'status'
  | 'jobs'
  | 'execute'
> &
  Pick<Controllable, 'setMode'>;

/** The cohort of a file, or of `--network` flags. **Errors:** UsageError when there is neither. */
export async function openCohort(file: string | undefined, networks: readonly string[] = []): Promise<Cohort> {
  if (file !== undefined) return (await import('../config/cohort-file.js')).readCohortFile(file);
  if (networks.length === 0) {
    throw new UsageError('nothing to run: neither --cohort nor --network is given', {
      suggestions: [
        'neuos run --cohort profiles/cohorts/demo.yaml',
        'neuos run --network resnet50-fmnist:batch=32,period=80ms',
      ],
    });
  }
  const {parseNetworkFlags} = await import('../config/network-flag.js');
  return {place: 'the command line', instances: parseNetworkFlags(networks, '.')};
}

/** A file that takes every job as a line of JSON. **Errors:** EnvironmentError when it cannot be written. */
export async function openJobLog(file: string | undefined): Promise<JobLog | undefined> {
  if (file === undefined) return undefined;
  const {JsonLinesLog} = await import('../store/json-lines-log.js');
  return new JsonLinesLog(file);
}

export async function composeRun(request: RunRequest): Promise<ComposedRun> {
  const {cohort, seed} = request;
  const board = request.board ?? cohort.board ?? DEFAULT_BOARD;
  const description = simulatedBoard(board);
  const tableFile = request.table ?? cohort.tables ?? defaultTableFile(board);
  const stored = (await openTableStore(tableFile)).load();
  checkBoard(stored, board, tableFile);
  const models = await identifyModels(cohort);
  const instances = cohort.instances.map((instance) =>
    toSpec(instance, positionIn(stored, models.get(instance.model), instance, tableFile)),
  );
  const virtual = {
    world: await openWorld(description, stored.header.worldSeed ?? 0),
    networks: stored.tables.networks.map(({network}) => network),
    transitionTimesUs: ASSUMED_TRANSITION_TIMES_US,
    seed,
  };
  const concurrent = isConcurrent(request);
  const machine = concurrent ? await sharingMachine(virtual) : await serialMachine(virtual, request.realtime);
  const chosen = choosePolicy(request, stored, instances, description);
  const networks = instances.map(({network}) => virtual.networks[network]);
  const answers = request.execute > 0 ? await openAnswers(cohort, networks, request.execute) : undefined;
  return {
    instances,
    networks: stored.tables.networks,
    machine,
    clock: SYSTEM_CLOCK,
    jobs: request.jobs,
    execute: request.execute,
    ...chosen,
    status: initialStatus(chosen.facts, request.jobs, instances, stored),
    ...(answers === undefined ? {} : {answers}),
  };
}

function choosePolicy(
  request: RunRequest,
  {header, tables}: StoredTables,
  instances: readonly InstanceSpec[],
  {space}: BoardDescription,
): Pick<ComposedRun, 'policy' | 'facts' | 'accuracyTableHits' | 'setMode'> {
  const {policy, strategy, mode, method, cohort, seed} = request;
  const {origin, board} = header;
  const networkNames = cohort.instances.map(({model}) => path.basename(model, '.onnx'));
  const facts = {origin, board, seed, policy, networkNames};
  if (policy === 'max-n') {
    return {policy: new MaxNPolicy(space.reference), facts: {...facts, mode: null}, accuracyTableHits: () => 0};
  }
  const chosenMode = mode ?? cohort.mode ?? 'min-energy';
  const accuracy = instances.map(({network}, n) => accuracyOf(tables, network, cohort.instances[n]?.minAccuracy));
  const options = {
    tables,
    strategy,
    mode: chosenMode,
    instances,
    accuracy,
    concurrent: isConcurrent(request),
    powerCapMw: cohort.powerCapMw,
    maxMissShare: request.maxMissShare,
  };
  if (method === 'paper') {
    const paper = new NeuosPaperPolicy(options);
    return {
      policy: paper,
      facts: {...facts, policy: paper.name, mode: chosenMode},
      accuracyTableHits: () => paper.accuracyTableHits,
      setMode: (next) => {
        paper.mode = next;
      },
    };
  }
  const neuos = new NeuosPolicy(options);
  return {
    policy: neuos,
    facts: {...facts, mode: chosenMode},
    accuracyTableHits: () => neuos.scheduler.accuracyTableHits,
    setMode: (next) => {
      neuos.scheduler.mode = next;
    },
  };
}

/** The paper's method runs every instance on its own; ours takes turns, unless told otherwise. */
function isConcurrent({dispatch, method}: RunRequest): boolean {
  return (dispatch ?? (method === 'paper' ? 'concurrent' : 'serial')) === 'concurrent';
}

async function sharingMachine(options: VirtualBoardOptions): Promise<ConcurrentMachine> {
  const {SharingMachine} = await import('../simulation/sharing-machine.js');
  return new SharingMachine(options);
}

async function serialMachine(options: VirtualBoardOptions, realtime: boolean): Promise<Machine> {
  const {SimulatedMachine} = await import('../simulation/simulated-machine.js');
  const machine = new SimulatedMachine(options);
  if (!realtime) return machine;
  const {PacedMachine} = await import('../simulation/paced-machine.js');
  const {setTimeout} = await import('node:timers/promises');
  return new PacedMachine(machine, {nowMs: SYSTEM_CLOCK.nowMs, sleepMs: (ms) => setTimeout(ms)});
}

function initialStatus(
  {origin, board, policy, mode}: ComposedRun['facts'],
  jobs: number,
  instances: readonly InstanceSpec[],
  {tables}: StoredTables,
): CohortStatus {
  const none = {layer: 0, job: 0, lagUs: 0, variant: 0, finished: 0, missed: 0};
  return {
    ...{origin, board, policy, mode, jobs},
    ...{timeUs: 0, configuration: 0, meanPowerMw: 0, finished: 0, missed: 0},
    instances: instances.map(({name, network}) => ({
      name,
      layers: tables.networks[network]?.network.layers.length ?? 0,
      ...none,
    })),
  };
}

/** An instance's accuracy table, without what loses more than its minimum accuracy allows. */
function accuracyOf(tables: Tables, network: number, minAccuracy = 0): AccuracyTable {
  const table = tables.accuracy[network];
  if (table === undefined) throw new RangeError(`no accuracy table for network ${network}`);
  return withLossLimit(table, 1 - minAccuracy);
}

function checkBoard({header}: StoredTables, board: string, file: string): void {
  if (header.board === board) return;
  throw new DataError(`${file} was built for board ${header.board}, asked is ${board}`, {
    suggestions: [`neuos run --board ${header.board}`, `neuos profile --board ${board} && neuos build-tables`],
  });
}

/** What each model of a cohort is: enough to see whether tables are of it, and read in no time. */
async function identifyModels({instances}: Cohort): Promise<ReadonlyMap<string, ModelIdentity>> {
  const models = new Map<string, ModelIdentity>();
  for (const {model} of instances) {
    if (!models.has(model)) models.set(model, await identifyModel(model));
  }
  return models;
}

/** Position of an instance's network in the tables. **Errors:** DataError when the tables are of another model. */
function positionIn(
  {tables}: StoredTables,
  model: ModelIdentity | undefined,
  instance: CohortInstance,
  file: string,
): number {
  const key = networkKey({
    name: path.basename(instance.model, '.onnx'),
    batch: instance.batch,
    engine: instance.engine,
  });
  const profileIt = `neuos profile --model ${instance.model} --batch ${instance.batch} && neuos build-tables`;
  const position = tables.networks.findIndex(({network}) => networkKey(network) === key);
  const network = tables.networks[position]?.network;
  if (network === undefined) {
    const known = tables.networks.map((reference) => networkKey(reference.network)).join(', ');
    throw new DataError(`${file} has no tables for ${key}; it has ${known}`, {suggestions: [profileIt]});
  }
  if (network.contentHash !== model?.contentHash) {
    const [got, allowed] = [model?.contentHash ?? '', network.contentHash].map((hash) => hash.slice(0, 12));
    throw new DataError(
      `${instance.model} is not the model ${file} was built for: content ${got}, allowed ${allowed}`,
      {
        suggestions: [profileIt],
      },
    );
  }
  return position;
}

function toSpec(instance: CohortInstance, network: number): InstanceSpec {
  const {name, periodUs, relativeDeadlineUs, offsetUs, onMiss, criticality} = instance;
  return {name, network, periodUs, relativeDeadlineUs, offsetUs, onMiss, criticality};
}

import {createHash} from 'node:crypto';
import path from 'node:path';
import type {CohortInput} from '../core/cohort.js';
import type {BoardDescription} from '../core/board/board.js';
import {UsageError} from '../core/errors.js';
import type {InferenceRuntime} from '../core/inference.js';
import type {BoardMeter} from '../core/measuring.js';
import type {AccuracyJudge} from '../core/network/accuracy-judge.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {networkKey, type Engine, type Network} from '../core/network/network.js';
import type {SweepHeader} from '../core/profile-store.js';
import {sweepFacts} from '../core/sweep-facts.js';
import type {ProfileInputs} from '../services/profile.js';
import {ChainJudge} from './accuracy.js';
import {describeBoard, isReal, openWorld, simulatedBoard} from './boards.js';
import {openNetwork, openRuntime} from './networks.js';
import {NEUOS_VERSION, SAMPLE_NETWORKS} from './package-facts.js';
import {driveRealBoard} from './real-board.js';
import {openRealMeter} from './real-profile.js';
import {isReplay, openReplay, selectNetworks} from './replay.js';
import {SYSTEM_CLOCK} from './system-clock.js';

const PROFILES_FOLDER = 'profiles';
/** Hexadecimal digits of the hash in a profile's name. */
const HASH_DIGITS = 8;

export interface ProfileRequest {
  readonly board: string;
  readonly models: readonly string[];
  readonly batch: number;
  readonly engine: Engine;
  readonly seed: number;
  readonly worldSeed: number;
  /** Approximation configurations to measure for each network; 0 leaves accuracy out. */
  readonly approximations: number;
  /** Images that accuracy is measured on at most. */
  readonly images: number;
  /** Absent: the sample images for sample networks, generated inputs otherwise. */
  readonly input?: CohortInput | undefined;
  /** Where a real board's files are; this machine's own when absent. */
  readonly root?: string;
  /** Whether to time a real board's knobs before the sweep. */
  readonly transitions?: boolean;
  /** File to keep the profile in; named after board and hash of what was asked when absent. */
  readonly profile?: string | undefined;
}

/** What `profile` needs, but for the signal and the progress. */
export interface ComposedProfile {
  readonly inputs: Omit<ProfileInputs, 'signal' | 'onProgress'>;
  readonly file: string;
  /** Puts a real board's clocks back; to be called however the sweep ends. */
  readonly release?: () => Promise<void>;
}

export async function composeProfile(request: ProfileRequest): Promise<ComposedProfile> {
  if (isReplay(request.board)) return composeReplayedProfile(request);
  if (isReal(request.board)) return composeRealProfile(request);
  const board = simulatedBoard(request.board);
  const runtime = await openRuntime();
  const networks = await openNetworks(request, runtime);
  const {SimulatedMeter} = await import('../simulation/simulated-meter.js');
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const meter = new SimulatedMeter(await openWorld(board, request.worldSeed), networks, request.seed);
  const header = sweepHeader(request, meter, board, networks);
  const file = request.profile ?? defaultFile(header);
  const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
  const judge = request.approximations === 0 ? undefined : judgeFor(request, runtime);
  return {inputs: {header, space: board.space, meter, store, judge, clock: SYSTEM_CLOCK}, file};
}

/** A board that is really driven: whatever keeps it from being driven is found before any network is read. */
async function composeRealProfile(request: ProfileRequest): Promise<ComposedProfile> {
  if (request.engine === 'gpu') {
    throw new UsageError(`--engine gpu: on ${request.board} layers run with ONNX Runtime on the CPU`, {
      suggestions: [`neuos profile --board ${request.board} --engine cpu`, 'neuos doctor'],
    });
  }
  describeBoard(request.board);
  const driven = await driveRealBoard(request.board, request.root ?? '/');
  try {
    const runtime = await openRuntime();
    const networks = await openPartitioned(request, runtime);
    const {meter, release} = await openRealMeter(driven, networks, runtime, request.transitions === true);
    const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
    const swept = networks.map(({network}) => network);
    const {identity, circumstances} = sweepHeader(request, meter, driven.board, swept);
    const header = {identity, circumstances: {...circumstances, ...driven.circumstances}, networks: swept};
    const file = request.profile ?? defaultFile(header);
    const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
    const judge = request.approximations === 0 ? undefined : judgeFor(request, runtime);
    return {inputs: {header, space: driven.board.space, meter, store, judge, clock: SYSTEM_CLOCK}, file, release};
  } catch (error) {
    await driven.release();
    throw error;
  }
}

/** A file of measurements: its networks are its own, and their answers are not in it. */
async function composeReplayedProfile(request: ProfileRequest): Promise<ComposedProfile> {
  const {truth, networks} = await openReplay(request.board, request.batch);
  const chosen =
    request.models === SAMPLE_NETWORKS ? networks : selectNetworks(networks, request.models, request.board);
  const {ReplayMeter} = await import('../simulation/replay/replay-meter.js');
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const meter = new ReplayMeter(truth, chosen);
  const {board} = truth;
  const header = sweepHeader(request, meter, board, chosen);
  const file = request.profile ?? defaultFile(header);
  const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
  return {inputs: {header, space: board.space, meter, store, judge: undefined, clock: SYSTEM_CLOCK}, file};
}

function sweepHeader(
  {board, seed}: ProfileRequest,
  {origin, sensor, rails, worldSeed}: BoardMeter,
  {space}: BoardDescription,
  networks: readonly Network[],
): SweepHeader {
  const world = worldSeed === undefined ? {} : {worldSeed};
  return {
    identity: {origin, board, configurationCount: space.size, seed, ...world, strategy: 'full'},
    circumstances: {neuosVersion: NEUOS_VERSION, startedAtMs: Date.now(), sensor, rails},
    networks,
  };
}

function judgeFor(
  {models, batch, engine, approximations, images, input}: ProfileRequest,
  runtime: InferenceRuntime,
): AccuracyJudge {
  return new ChainJudge(
    models.map((model) => ({model, batch, engine})),
    runtime,
    {configurationCount: approximations, images, input},
  );
}

async function openNetworks(request: ProfileRequest, runtime: InferenceRuntime): Promise<readonly Network[]> {
  return (await openPartitioned(request, runtime)).map(({network}) => network);
}

async function openPartitioned(
  {models, batch, engine}: ProfileRequest,
  runtime: InferenceRuntime,
): Promise<readonly PartitionedNetwork[]> {
  const networks: PartitionedNetwork[] = [];
  for (const model of models) networks.push(await openNetwork({model, batch, engine}, runtime));
  const keys = networks.map(({network}) => networkKey(network));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new UsageError(`--model: ${twice} is given twice, allowed is once`);
  return networks;
}

function defaultFile({identity, networks}: SweepHeader): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(sweepFacts(identity, networks)))
    .digest('hex');
  return path.join(PROFILES_FOLDER, `${fileName(identity.board)}-${hash.slice(0, HASH_DIGITS)}.sqlite`);
}

/** A board's name in file names: `sim:tx2` → `sim-tx2`, `replay:data/sweep.csv` → `replay-data-sweep.csv`. */
export function fileName(board: string): string {
  return board.replaceAll(/[^\w.-]+/g, '-');
}

import type {CohortInput} from '../core/cohort.js';
import type {BoardDescription} from '../core/board/board.js';
import {UsageError} from '../core/errors.js';
import type {BoardMeter} from '../core/measuring.js';
import type {AccuracyJudge} from '../core/network/accuracy-judge.js';
import {describeCut, isTimed} from '../core/network/cut-request.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {hasVariants, type Network} from '../core/network/network.js';
import type {Origin, SweepIdentity} from '../core/profile.js';
import type {SweepHeader} from '../core/profile-store.js';
import type {ProfileInputs} from '../services/profile.js';
import {ChainJudge} from './accuracy.js';
import {describeBoard, isReal, openWorld, simulatedBoard} from './boards.js';
import type {Runtime} from './cut.js';
import {checkImages} from './images.js';
import {openRuntime} from './networks.js';
import {NEUOS_VERSION, SAMPLE_NETWORKS} from './package-facts.js';
import {driveRealBoard} from './real-board.js';
import {openRealMeter} from './real-profile.js';
import {isReplay, openReplay, selectNetworks} from './replay.js';
import {defaultFile, openSweptNetworks, type SweptNetworksRequest} from './swept-networks.js';
import {SYSTEM_CLOCK} from './system-clock.js';

export interface ProfileRequest extends SweptNetworksRequest {
  readonly board: string;
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
  const identity = identityOf(request, 'simulated', board);
  const {networks: opened, file} = await openSweptNetworks(request, identity, runtime);
  await checkImagesOf(request, opened);
  const networks = opened.map(({network}) => network);
  const {SimulatedMeter} = await import('../simulation/simulated-meter.js');
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const meter = new SimulatedMeter(await openWorld(board, request.worldSeed), networks, request.seed);
  const header = {identity, circumstances: circumstancesOf(meter), networks};
  const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
  const judge = judgeFor(request, networks, runtime);
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
    const {board} = driven;
    // Layers are timed at clocks that do not move, the same each time.
    if (isTimed(request.cut ?? {})) driven.actuator.apply(board.space.at(board.space.reference));
    const identity = identityOf(request, 'measured', board);
    const {networks, file} = await openSweptNetworks(request, identity, runtime);
    await checkImagesOf(request, networks);
    const {meter, release} = await openRealMeter(driven, networks, runtime, request.transitions === true);
    const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
    const swept = networks.map(({network}) => network);
    const header = {identity, circumstances: {...circumstancesOf(meter), ...driven.circumstances}, networks: swept};
    const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
    const judge = judgeFor(request, swept, runtime);
    return {inputs: {header, space: board.space, meter, store, judge, clock: SYSTEM_CLOCK}, file, release};
  } catch (error) {
    await driven.release();
    throw error;
  }
}

/** A file of measurements: its networks are its own, and their answers are not in it. */
async function composeReplayedProfile(request: ProfileRequest): Promise<ComposedProfile> {
  if (Object.values(request.cut ?? {}).some((value) => value !== undefined)) {
    throw new UsageError(`${request.board} has layers of its own: they are not cut again`);
  }
  const {truth, networks} = await openReplay(request.board, request.batch);
  const chosen =
    request.models === SAMPLE_NETWORKS ? networks : selectNetworks(networks, request.models, request.board);
  const {ReplayMeter} = await import('../simulation/replay/replay-meter.js');
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const meter = new ReplayMeter(truth, chosen);
  const {board} = truth;
  const identity = identityOf(request, 'replayed', board);
  const header = {identity, circumstances: circumstancesOf(meter), networks: chosen};
  const file = request.profile ?? defaultFile(identity, chosen);
  const store = new SqliteProfileStore(file, SYSTEM_CLOCK.nowMs);
  return {inputs: {header, space: board.space, meter, store, judge: undefined, clock: SYSTEM_CLOCK}, file};
}

function identityOf(
  {board, seed, worldSeed, cut = {}}: ProfileRequest,
  origin: Origin,
  {space}: BoardDescription,
): SweepIdentity {
  const world = origin === 'simulated' ? {worldSeed} : {};
  const words = describeCut(cut);
  const granularity = words === undefined ? {} : {granularity: words};
  return {origin, board, configurationCount: space.size, seed, ...world, strategy: 'full', ...granularity};
}

function circumstancesOf({sensor, rails}: BoardMeter): SweepHeader['circumstances'] {
  return {neuosVersion: NEUOS_VERSION, startedAtMs: Date.now(), sensor, rails};
}

/** What accuracy will be judged on is looked at before the sweep, which takes longer; the sample images are known to fit. */
async function checkImagesOf(
  {models, input, approximations}: ProfileRequest,
  networks: readonly PartitionedNetwork[],
): Promise<void> {
  if (approximations === 0 || input === undefined) return;
  for (const [n, network] of networks.entries()) {
    if (hasVariants(network.network)) await checkImages({model: models[n] ?? '', input, network});
  }
}

function judgeFor(
  {models, batch, engine, approximations, images, input}: ProfileRequest,
  networks: readonly Network[],
  runtime: Runtime,
): AccuracyJudge | undefined {
  if (approximations === 0) return undefined;
  return new ChainJudge(
    models.map((model, n) => ({model, batch, engine, like: networks[n]})),
    runtime,
    {configurationCount: approximations, images, input},
  );
}

import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../core/errors.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import {isTimed, type CutRequest} from '../core/network/cut-request.js';
import {networkKey, type DimensionSizes, type Engine, type Network} from '../core/network/network.js';
import type {SweepIdentity} from '../core/profile.js';
import {sweepFacts} from '../core/sweep-facts.js';
import type {Runtime} from './cut.js';
import {identifyModel, openNetwork} from './networks.js';

const PROFILES_FOLDER = 'profiles';
/** Hexadecimal digits of the hash in a profile's name. */
const HASH_DIGITS = 8;

export interface SweptNetworksRequest {
  readonly models: readonly string[];
  readonly batch: number;
  readonly engine: Engine;
  readonly cut?: CutRequest | undefined;
  /** File to keep the profile in; named after board and hash of what was asked when absent. */
  readonly profile?: string | undefined;
}

/** The networks of a sweep, and the file that it is kept in. */
export interface SweptNetworks {
  readonly networks: readonly PartitionedNetwork[];
  readonly file: string;
}

/**
 * Opens what is to be profiled. A sweep whose layers a trial has found is continued with those very layers, which its file
 * remembers: another trial might find others.
 */
export async function openSweptNetworks(
  request: SweptNetworksRequest,
  identity: SweepIdentity,
  runtime: Runtime,
): Promise<SweptNetworks> {
  if (!isTimed(request.cut ?? {})) {
    const networks = await openAll(request, runtime, []);
    const file =
      request.profile ??
      defaultFile(
        identity,
        networks.map(({network}) => network),
      );
    return {networks, file};
  }
  const asked = await withoutLayers(request);
  const file = request.profile ?? defaultFile(identity, asked);
  const stored = existsSync(file) ? await storedNetworks(file, identity) : [];
  const known = asked.map((network) => stored.find((candidate) => isSame(candidate, network)));
  return {networks: await openAll(request, runtime, known), file};
}

/** Where the profile of a sweep is kept by default. */
export function defaultFile(identity: SweepIdentity, networks: readonly Network[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(sweepFacts(identity, networks)))
    .digest('hex');
  return path.join(PROFILES_FOLDER, `${fileName(identity.board)}-${hash.slice(0, HASH_DIGITS)}.sqlite`);
}

/** A board's name in file names: `sim:tx2` → `sim-tx2`, `replay:data/sweep.csv` → `replay-data-sweep.csv`. */
export function fileName(board: string): string {
  return board.replaceAll(/[^\w.-]+/g, '-');
}

async function openAll(
  {models, batch, engine, cut}: SweptNetworksRequest,
  runtime: Runtime,
  known: readonly (Network | undefined)[],
): Promise<readonly PartitionedNetwork[]> {
  const opened: PartitionedNetwork[] = [];
  for (const [n, model] of models.entries()) {
    opened.push(await openNetwork({model, batch, engine, cut, like: known[n]}, runtime));
  }
  const networks = opened.map(({network}) => network);
  const keys = networks.map(networkKey);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new UsageError(`--model: ${twice} is given twice, allowed is once`);
  checkDimensions(cut?.dimensions ?? {}, networks);
  return opened;
}

/** **Errors:** UsageError for a size of a dimension that no network has. */
export function checkDimensions(sizes: DimensionSizes, networks: readonly Network[]): void {
  const unused = Object.keys(sizes).find((name) => networks.every(({dimensions = {}}) => !(name in dimensions)));
  if (unused === undefined) return;
  const names = networks.map(({name}) => name).join(', ');
  throw new UsageError(`--dimension ${unused}: no input of ${names} leaves a dimension of that name open`);
}

/** What is asked for, as far as it is known before a trial. */
async function withoutLayers({models, batch, engine, cut}: SweptNetworksRequest): Promise<readonly Network[]> {
  const dimensions = cut?.dimensions;
  const networks: Network[] = [];
  for (const model of models) {
    const {name, contentHash} = await identifyModel(model);
    networks.push({name, contentHash, batch, engine, layers: [], ...(dimensions === undefined ? {} : {dimensions})});
  }
  return networks;
}

async function storedNetworks(file: string, {granularity}: SweepIdentity): Promise<readonly Network[]> {
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const reader = new SqliteProfileStore(file, () => 0).openForReading();
  try {
    const {identity, networks} = reader.header;
    return identity.granularity === granularity ? networks : [];
  } finally {
    reader.close();
  }
}

/** Whether a stored network is the one asked for; a size may be asked for that only another network has. */
function isSame(stored: Network, asked: Network): boolean {
  const sizes = Object.entries(stored.dimensions ?? {});
  return (
    networkKey(stored) === networkKey(asked) &&
    stored.contentHash === asked.contentHash &&
    sizes.every(([name, size]) => asked.dimensions?.[name] === size)
  );
}

import {DataError, UsageError} from '../core/errors.js';
import type {PartitionedNetwork} from '../core/network/chain.js';
import type {Network} from '../core/network/network.js';
import type {VerifyInputs} from '../services/verify.js';
import {isReal} from './boards.js';
import {identifyModel, openNetwork, openRuntime, type ModelIdentity} from './networks.js';
import {driveRealBoard} from './real-board.js';
import {openRealMeter} from './real-profile.js';
import {newestProfile} from './tables.js';

export interface VerifyRequest {
  /** File; the newest profile under `profiles/` when absent. */
  readonly profile?: string | undefined;
  /** Files of the networks, in the profile's order; their names when absent, which finds the samples. */
  readonly models?: readonly string[] | undefined;
  readonly root: string;
  readonly seed: number;
}

export interface ComposedVerification {
  readonly inputs: Omit<VerifyInputs, 'signal'>;
  readonly board: string;
  readonly networks: readonly Network[];
  readonly release: () => Promise<void>;
}

export async function composeVerification({profile, models, root, seed}: VerifyRequest): Promise<ComposedVerification> {
  const place = profile ?? newestProfile();
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const reader = new SqliteProfileStore(place, () => 0).openForReading();
  try {
    const {identity, networks} = reader.header;
    if (!isReal(identity.board)) {
      throw new UsageError(`${place} is of ${identity.board}, which does not change: there is nothing to verify`, {
        suggestions: ['neuos profile --board linux'],
      });
    }
    const driven = await driveRealBoard(identity.board, root);
    try {
      const runtime = await openRuntime();
      const opened: PartitionedNetwork[] = [];
      for (const [n, network] of networks.entries()) {
        const {name, batch, engine} = network;
        const model = models?.[n] ?? name;
        checkModel(network, await identifyModel(model), place);
        opened.push(await openNetwork({model, batch, engine, like: network}, runtime));
      }
      checkSpace(identity.configurationCount, driven.board.space.size, place);
      const {meter, release} = await openRealMeter(driven, opened, runtime, false);
      return {
        inputs: {profile: reader, place, meter, seed},
        board: identity.board,
        networks,
        release: async () => {
          reader.close();
          await release();
        },
      };
    } catch (error) {
      await driven.release();
      throw error;
    }
  } catch (error) {
    reader.close();
    throw error;
  }
}

function checkModel({name, contentHash}: Network, candidate: ModelIdentity, place: string): void {
  if (candidate.contentHash === contentHash) return;
  const [got, allowed] = [candidate.contentHash, contentHash].map((hash) => hash.slice(0, 12));
  throw new DataError(`${name} is not the model of ${place}: content ${got}, allowed ${allowed}`, {
    suggestions: ['neuos verify --model FILE, once for each network of the profile'],
  });
}

function checkSpace(stored: number, offered: number, place: string): void {
  if (stored === offered) return;
  throw new DataError(
    `${place} has ${stored} configurations, this kernel offers ${offered}: the profile does not hold`,
    {
      suggestions: ['neuos profile'],
    },
  );
}

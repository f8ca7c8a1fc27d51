import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {InterruptedError} from '../../../src/core/errors.js';
import type {BoardMeter} from '../../../src/core/measuring.js';
import type {Network} from '../../../src/core/network/network.js';
import type {ProfileReader} from '../../../src/core/profile-store.js';
import {profile, type ProfileInputs} from '../../../src/services/profile.js';
import {SimulatedMeter} from '../../../src/simulation/simulated-meter.js';
import {TX2_COEFFICIENTS} from '../../../src/simulation/world/tx2.js';
import {World} from '../../../src/simulation/world/world.js';
import {SqliteProfileStore} from '../../../src/store/sqlite-profile-store.js';
import {handClock} from '../../support/hand-clock.js';
import {sampleHeader, sampleNetwork} from '../../support/sample-sweep.js';
import {smallTx2} from '../../support/small-tx2.js';
import {temporaryFolder} from '../../support/temporary-folder.js';

const board = smallTx2();
const {size} = board.space;
const world = new World(board, TX2_COEFFICIENTS, 7);
const twoNetworks = [sampleNetwork('a', 3), sampleNetwork('b', 2)];
/** Longer than the longest stretch without a look at signals, so that there is one after every configuration. */
const EVERY_TIME_MS = 60;

/** A sweep of the small board into `store`, with a meter that has just been switched on. */
function sweepInto(store: SqliteProfileStore, networks: readonly Network[] = twoNetworks): ProfileInputs {
  return {
    header: sampleHeader(size, networks),
    space: board.space,
    meter: new SimulatedMeter(world, networks, 1),
    store,
    clock: handClock(EVERY_TIME_MS),
    signal: new AbortController().signal,
  };
}

function newStore(): SqliteProfileStore {
  return new SqliteProfileStore(path.join(temporaryFolder(), 'sweep.sqlite'), () => 0);
}

/** A clock and a signal that is aborted after a number of configurations. */
function interruptedAfter(configurations: number): Pick<ProfileInputs, 'clock' | 'signal'> {
  const controller = new AbortController();
  const clock = handClock(EVERY_TIME_MS, (breath) => {
    if (breath === configurations) controller.abort();
  });
  return {clock, signal: controller.signal};
}

function read<T>(store: SqliteProfileStore, look: (reader: ProfileReader) => T): T {
  const reader = store.openForReading();
  try {
    return look(reader);
  } finally {
    reader.close();
  }
}

/** Every row and the idle power of every configuration. */
const contents = (reader: ProfileReader) => ({
  rows: Array.from({length: size}, (_, configuration) => reader.measurementsAt(configuration)),
  idlePowerMw: reader.idlePowerMw(),
  transitions: reader.transitions(),
  hash: reader.contentHash(),
});

describe('profile', () => {
  it('measures every layer at every configuration, once', async () => {
    const store = newStore();
    const result = await profile(sweepInto(store));
    expect(result).toEqual({configurations: size, rows: size * 5, resumed: 0});
    expect(read(store, (reader) => reader.counts())).toMatchObject({configurations: size, rows: size * 5});
  });

  it('measures variants at the anchors only', async () => {
    const store = newStore();
    const {rows} = await profile(sweepInto(store, [sampleNetwork('a', 3, 2)]));
    expect(read(store, (reader) => reader.counts().rows)).toBe(rows);
    const counts = read(store, (reader) => contents(reader).rows.map(({length}) => length));
    expect(new Set(counts)).toEqual(new Set([3, 9]));
    expect(counts.at(-1)).toBe(9);
  });

  it('says how far it is, to the last configuration', async () => {
    const told: (readonly [string, number, number])[] = [];
    await profile({...sweepInto(newStore()), onProgress: (...counts) => told.push(counts)});
    expect(told.map(([, done]) => done)).toEqual(told.map(([, done]) => done).toSorted((a, b) => a - b));
    expect(told.at(-1)).toEqual(['configurations', size, size]);
  });
});

describe('an interrupted sweep', () => {
  it('keeps what was measured, and says so', async () => {
    const store = newStore();
    const sweep = profile({...sweepInto(store), ...interruptedAfter(9)});
    await expect(sweep).rejects.toThrow(
      new InterruptedError('Interrupted. What was measured is kept; the same command continues.'),
    );
    expect(read(store, (reader) => reader.counts().configurations)).toBe(9);
  });

  it('equals an undisturbed one once it is continued, row for row', async () => {
    const [undisturbed, continued] = [newStore(), newStore()];
    await profile(sweepInto(undisturbed));
    for (const configurations of [4, 11]) {
      await expect(profile({...sweepInto(continued), ...interruptedAfter(configurations)})).rejects.toThrow();
    }
    const last = await profile(sweepInto(continued));
    expect(last).toEqual({configurations: size, rows: size * 5, resumed: 15});
    expect(read(continued, contents)).toEqual(read(undisturbed, contents));
  });

  it('has nothing left to do when it was finished', async () => {
    const store = newStore();
    await profile(sweepInto(store));
    const before = read(store, contents);
    expect(await profile(sweepInto(store))).toMatchObject({resumed: size});
    expect(read(store, contents)).toEqual(before);
  });

  it('keeps what a meter measured before it failed', async () => {
    const store = newStore();
    const inputs = sweepInto(store);
    const {meter} = inputs;
    let left = 6;
    const failing: BoardMeter = {
      origin: meter.origin,
      sensor: meter.sensor,
      rails: meter.rails,
      measure: (configuration, rows) => {
        if (left === 0) throw new Error('the sensor gives no reading');
        left -= 1;
        return meter.measure(configuration, rows);
      },
      transitions: () => meter.transitions(),
      saveState: () => meter.saveState(),
      restoreState: (state) => {
        meter.restoreState(state);
      },
    };
    await expect(profile({...inputs, meter: failing})).rejects.toThrow('the sensor gives no reading');
    expect(read(store, (reader) => reader.counts().configurations)).toBe(6);
  });
});

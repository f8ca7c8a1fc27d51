import {describe, expect, it} from 'vitest';
import {transitionTimeUs} from '../../../../src/core/board/transition.js';
import {buildTables} from '../../../../src/core/tables/build-tables.js';
import {planOffset, STRATEGIES, type SlowStateTable} from '../../../../src/core/tables/tables.js';
import {SMALL_SPACE, smallProfile} from '../../../support/small-profile.js';

const profile = smallProfile(
  [
    {computeUs: 5000, memoryUs: 500},
    {computeUs: 800, memoryUs: 3000},
  ],
  [{computeUs: 2000, memoryUs: 2000}],
);
const tables = buildTables(profile, SMALL_SPACE);
const reference = SMALL_SPACE.reference;

describe('buildTables', () => {
  it('keeps what the networks take at the reference, and their tails', () => {
    for (const [n, {network, latencyUs, tailUs}] of tables.networks.entries()) {
      const layers = profile.networks[n]?.layers ?? [];
      expect(network).toBe(profile.networks[n]?.network);
      expect([...latencyUs]).toEqual(layers.map((layer) => layer.latencyUs[reference]));
      for (const [l, tail] of tailUs.entries()) expect(tail).toBeCloseTo((latencyUs[l] ?? NaN) * 0.1, 3);
    }
  });

  it('gives networks without variants an accuracy table of the original alone', () => {
    expect(tables.accuracy.map(({entryCount, layerCount}) => [entryCount, layerCount])).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  it('keeps slow states apart', () => {
    const cores = tables.slowStates.map(({candidates}) => [
      ...new Set(Array.from(candidates, (c) => SMALL_SPACE.at(c).clusters[0]?.onlineCpus.length)),
    ]);
    expect(cores).toEqual([[1], [2]]);
  });

  it('knows what a switch between any two candidates takes', () => {
    for (const {candidates, switchUs} of tables.slowStates) {
      for (const [from, before] of candidates.entries()) {
        for (const [to, after] of candidates.entries()) {
          const timeUs = transitionTimeUs(SMALL_SPACE.at(before), SMALL_SPACE.at(after), profile.transitionTimesUs);
          expect(switchUs[from * candidates.length + to]).toBe(timeUs);
        }
      }
    }
  });

  it('counts energy above the power of the state at rest', () => {
    for (const {candidates, rest, idlePowerMw, plans} of tables.slowStates) {
      expect(idlePowerMw[rest]).toBe(Math.min(...idlePowerMw));
      for (const strategy of STRATEGIES) {
        for (const [n, {energyUj, latencyUs}] of plans[strategy].networks.entries()) {
          for (const [position, c] of candidates.entries()) {
            const layer = profile.networks[n]?.layers[0];
            const aboveMw = (layer?.powerMw[c] ?? NaN) - (idlePowerMw[rest] ?? NaN);
            expect(latencyUs[position]).toBe(layer?.latencyUs[c]);
            expect(energyUj[position]).toBeCloseTo((aboveMw * (layer?.latencyUs[c] ?? NaN)) / 1000, 1);
          }
        }
      }
    }
  });

  it('is fastest at the reference under the most urgent keys', () => {
    const {candidates, plans} = tables.slowStates.at(-1) as SlowStateTable;
    const inForce = candidates.indexOf(reference);
    for (const strategy of STRATEGIES) {
      for (const [n, network] of plans[strategy].networks.entries()) {
        const start = planOffset(network, plans[strategy].keys.length - 1, 0, inForce);
        const fastestUs = tables.networks[n]?.latencyUs.reduce((sum, us) => sum + us, 0) ?? NaN;
        expect(network.timeToGoUs[start]).toBeCloseTo(fastestUs, 2);
      }
    }
  });
});

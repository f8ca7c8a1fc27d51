import {describe, expect, it} from 'vitest';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import {chooseCandidates, restConfiguration} from '../../../../src/core/tables/candidates.js';
import {highestPowerMw} from '../../../../src/core/tables/choose-slow-states.js';
import {pricesMw} from '../../../../src/core/tables/prices.js';
import type {ProfileColumns} from '../../../../src/core/tables/profile-columns.js';
import {groupBySlowState, type SlowState} from '../../../../src/core/tables/slow-states.js';
import {SMALL_SPACE, smallProfile} from '../../../support/small-profile.js';

const profile = smallProfile([
  {computeUs: 1000, memoryUs: 10},
  {computeUs: 10, memoryUs: 1000},
]);
const state = groupBySlowState(SMALL_SPACE)[1] as SlowState;
const prices = pricesMw(highestPowerMw(profile, SMALL_SPACE.reference));

/** Configuration of the state with the least of a value. */
function least({configurations}: SlowState, value: (configuration: number) => number): number {
  return configurations.reduce((best, c) => (value(c) < value(best) ? c : best));
}

describe('restConfiguration', () => {
  it('is the one with the least idle power of its state', () => {
    expect(restConfiguration(state, profile)).toBe(least(state, (c) => profile.idlePowerMw[c] ?? NaN));
  });
});

describe('chooseCandidates', () => {
  const restMw = profile.idlePowerMw[restConfiguration(state, profile)] ?? NaN;
  const candidates = chooseCandidates(state, profile, prices, restMw);

  it('are configurations of the state, ascending and distinct', () => {
    expect(state.configurations).toEqual(expect.arrayContaining([...candidates]));
    expect([...candidates]).toEqual([...new Set(candidates)].toSorted((a, b) => a - b));
  });

  it('hold the resting configuration and the fastest one', () => {
    expect(candidates).toContain(restConfiguration(state, profile));
    expect(candidates).toContain(SMALL_SPACE.reference);
  });

  it('hold whatever any price of time chooses for any layer', () => {
    for (const {latencyUs, powerMw} of profile.networks[0]?.layers ?? []) {
      for (const price of prices) {
        const cheapest = least(state, (c) => (latencyUs[c] ?? NaN) * ((powerMw[c] ?? NaN) - restMw + price));
        expect(candidates).toContain(cheapest);
      }
    }
  });

  it('are 96 at most, the indispensable ones first of all', () => {
    const wide = groupBySlowState(TX2.space).at(-1) as SlowState;
    const {columns, fastest} = crowdedProfile(wide);
    const chosen = chooseCandidates(wide, columns, pricesMw(1000), 0);
    expect(chosen).toHaveLength(96);
    expect(chosen).toContain(fastest);
    expect(chosen).toContain(restConfiguration(wide, columns));
  });
});

/** Layers that each have a configuration of their own at which they are cheapest, whatever time costs. */
function crowdedProfile({configurations}: SlowState): {columns: ProfileColumns; fastest: number} {
  const fastest = configurations[150] ?? NaN;
  const over = (value: (c: number) => number) => Float32Array.from({length: TX2.space.size}, (_, c) => value(c));
  const layers = configurations.slice(0, 150).map((favourite) => {
    const latencyUs = over((c) => (c === favourite ? 1 : c === fastest ? 1.5 : 400));
    return {latencyUs, latencyP99Us: latencyUs, powerMw: over(() => 2000), variantLatencyUs: [], variantLosses: []};
  });
  const [network] = smallProfile([]).networks;
  if (network === undefined) throw new RangeError('no network');
  return {columns: {...profile, idlePowerMw: over((c) => 1000 - c / 100), networks: [{...network, layers}]}, fastest};
}

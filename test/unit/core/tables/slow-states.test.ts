import {describe, expect, it} from 'vitest';
import {TX2} from '../../../../src/boards/catalogue/tx2.js';
import {chooseSlowStates, highestPowerMw, restPowerMw} from '../../../../src/core/tables/choose-slow-states.js';
import {groupBySlowState} from '../../../../src/core/tables/slow-states.js';
import {SMALL_SPACE, smallProfile} from '../../../support/small-profile.js';

describe('groupBySlowState', () => {
  const states = groupBySlowState(TX2.space);

  it('finds the cores that can be online together', () => {
    expect(states.map(({key}) => key)).toEqual(
      ['', '2', '1+2'].flatMap((denver) => ['0', '0+5', '0+4+5', '0+3+4+5'].map((a57) => `${a57}/${denver}`)),
    );
  });

  it('puts every configuration into one of them', () => {
    const all = states.flatMap(({configurations}) => configurations).toSorted((a, b) => a - b);
    expect(all).toEqual([...Array(TX2.space.size).keys()]);
  });
});

describe('chooseSlowStates', () => {
  const states = groupBySlowState(SMALL_SPACE);
  const profile = smallProfile([{computeUs: 1000, memoryUs: 500}]);

  it('keeps the state with the fastest jobs, last', () => {
    expect(chooseSlowStates(states, profile, SMALL_SPACE.reference).at(-1)?.key).toBe('0+1');
  });

  it('keeps one with fewer cores where a longer window pays for it', () => {
    const kept = chooseSlowStates(states, profile, SMALL_SPACE.reference).map(({key}) => key);
    expect(kept).toEqual(['0', '0+1']);
  });

  it('keeps no state that wins nowhere', () => {
    // A single core that saves no power is only slower.
    const idlePowerMw = profile.idlePowerMw.map(() => 1500);
    const layers = (profile.networks[0]?.layers ?? []).map((layer) => ({
      ...layer,
      powerMw: layer.powerMw.map((mw, c) => mw + 1500 - (profile.idlePowerMw[c] ?? NaN)),
    }));
    const networks = profile.networks.map((network) => ({...network, layers}));
    const kept = chooseSlowStates(states, {...profile, idlePowerMw, networks}, SMALL_SPACE.reference);
    expect(kept.map(({key}) => key)).toEqual(['0+1']);
  });

  it('keeps four at most', () => {
    const many = groupBySlowState(TX2.space);
    const columns = smallProfile([{computeUs: 1, memoryUs: 1}]);
    // Fewer cores take longer and cost less, so that windows of different lengths have winners of their own.
    const rank = new Map(many.flatMap(({configurations}, state) => configurations.map((c) => [c, state])));
    const over = (value: (state: number) => number) =>
      Float32Array.from({length: TX2.space.size}, (_, c) => value(rank.get(c) ?? NaN));
    const layer = {
      latencyUs: over((state) => 1000 * 1.15 ** (11 - state)),
      latencyP99Us: over(() => 0),
      powerMw: over((state) => 1000 + 100 * state + 100 * 1.3 ** state),
      variantLatencyUs: [],
      variantLosses: [],
    };
    const kept = chooseSlowStates(
      many,
      {
        ...columns,
        idlePowerMw: over((state) => 1000 + 100 * state),
        networks: columns.networks.map((network) => ({...network, layers: [layer]})),
      },
      TX2.space.reference,
    );
    expect(kept).toHaveLength(4);
    expect(kept.at(-1)?.key).toBe('0+3+4+5/1+2');
  });
});

describe('powers that set the scale', () => {
  const profile = smallProfile([{computeUs: 1000, memoryUs: 500}]);

  it('are the highest at the reference above the least idle power', () => {
    // 4 W × 1.2² busy and 1580 mW idle at the reference; 1260 mW at the least.
    expect(highestPowerMw(profile, SMALL_SPACE.reference)).toBeCloseTo(5760 + 1580 - 1260, 2);
  });

  it('are the least idle power of a state', () => {
    const [one, two] = groupBySlowState(SMALL_SPACE).map((state) => restPowerMw(state, profile));
    expect([one, two]).toEqual([1260, 1410]);
  });
});

import {describe, expect, it} from 'vitest';
import {chooseSlowState} from '../../../../src/core/schedule/choose-slow-state.js';
import {STRATEGIES, type Tables} from '../../../../src/core/tables/tables.js';
import {instanceSpec, smallSlowState, smallTables} from '../../../support/small-tables.js';

/** Few cores: half as fast, and a W less at rest. */
const FEW = smallSlowState({costs: [{latencyUs: [[400, 200]], energyUj: [[100, 200]]}], idlePowerMw: [1000, 1100]});
const MANY = smallSlowState({costs: [{latencyUs: [[200, 100]], energyUj: [[100, 200]]}], idlePowerMw: [2000, 2100]});
const TABLES: Tables = {
  ...smallTables({costs: [{latencyUs: [[200, 100]], energyUj: [[100, 200]]}]}),
  slowStates: [FEW, MANY],
};

describe.each(STRATEGIES)('by %s plans', (strategy) => {
  it.each([
    ['few cores where they suffice', 1000, FEW],
    ['many where a job needs them', 150, MANY],
    ['the fastest where nothing suffices', 50, MANY],
    ['the fastest where the time that is left for switches and noise would be used up', 101, MANY],
  ])('takes %s', (_name, periodUs, expected) => {
    expect(chooseSlowState(TABLES, strategy, [instanceSpec({periodUs})])).toBe(expected);
  });

  it('adds up the instances, each by the shorter of period and deadline', () => {
    const spec = instanceSpec({periodUs: 1000, relativeDeadlineUs: 450});
    expect(chooseSlowState(TABLES, strategy, [spec])).toBe(FEW);
    expect(chooseSlowState(TABLES, strategy, [spec, spec, spec])).toBe(MANY);
  });
});

describe('tables without a slow state', () => {
  it('are refused', () => {
    expect(() => chooseSlowState({...TABLES, slowStates: []}, 'horizon', [])).toThrow(RangeError);
  });
});

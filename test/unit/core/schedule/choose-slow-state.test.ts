import {describe, expect, it} from 'vitest';
import {chooseFastSlowState, chooseSlowState} from '../../../../src/core/schedule/choose-slow-state.js';
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

describe('between two plans', () => {
  // Half an hour of one and half of the other fit both; the first state's thrifty plan is a little too slow by itself.
  const thrifty = {latencyUs: [[200, 100]], energyUj: [[20, 100]]};
  const costly = {latencyUs: [[190, 100]], energyUj: [[70, 100]]};
  const slowStates = [thrifty, costly].map((costs) => smallSlowState({costs: [costs]}));
  const tables: Tables = {...TABLES, slowStates};

  it('a state is as good as a share of both, not as its faster plan', () => {
    const spec = instanceSpec({periodUs: 199 / 0.96});
    expect(chooseSlowState(tables, 'horizon', [spec])).toBe(slowStates[0]);
  });
});

describe('where nothing fits', () => {
  it('a state as good as the fastest is taken if it draws less', () => {
    const state = (latencyUs: number, idleMw: number) =>
      smallSlowState({costs: [{latencyUs: [[latencyUs]], energyUj: [[100]]}], idlePowerMw: [idleMw]});
    const [slow, fast, nearly] = [state(120, 500), state(100, 2000), state(100.5, 1000)];
    const tables: Tables = {...TABLES, slowStates: [slow, fast, nearly]};
    expect(chooseSlowState(tables, 'horizon', [instanceSpec({periodUs: 50})])).toBe(nearly);
  });
});

describe('where every microsecond counts', () => {
  /** A fast candidate, and one that is half a per cent slower and draws less. */
  const state = (fastUs: number, thriftyUj: number) =>
    smallSlowState({costs: [{latencyUs: [[fastUs * 1.005, fastUs]], energyUj: [[thriftyUj, 100]]}]});

  it('the fastest state is taken; of those that are as fast, the one that draws least where it is thrifty', () => {
    const [slow, costly, cheap] = [state(1004, 10), state(1000, 90), state(1001, 80)];
    const tables: Tables = {...TABLES, slowStates: [slow, costly, cheap]};
    expect(chooseFastSlowState(tables, 'horizon', [instanceSpec({periodUs: 1000})])).toBe(cheap);
  });
});

describe('tables without a slow state', () => {
  it('are refused', () => {
    expect(() => chooseSlowState({...TABLES, slowStates: []}, 'horizon', [])).toThrow(RangeError);
    expect(() => chooseFastSlowState({...TABLES, slowStates: []}, 'horizon', [])).toThrow(RangeError);
  });
});

import {describe, expect, it} from 'vitest';
import {CohortState} from '../../../../src/core/schedule/cohort-state.js';
import type {InstanceSpec} from '../../../../src/core/schedule/instance.js';
import type {Mode} from '../../../../src/core/schedule/mode.js';
import {Scheduler} from '../../../../src/core/schedule/scheduler.js';
import {buildAccuracyTable, originalOnlyTable} from '../../../../src/core/tables/build-accuracy-table.js';
import {instanceSpec, networkReference, smallSlowState} from '../../../support/small-tables.js';

/** One layer at five configurations: the slower, the cheaper. */
const COSTS = {latencyUs: [[400, 300, 200, 150, 100]], energyUj: [[10, 13, 20, 26, 40]]};
/** Prices that make each of the five the cheapest in turn. */
const SLOW_STATE = smallSlowState({costs: [COSTS], pricesMw: [0, 40, 90, 150, 400]});
const PLANS = SLOW_STATE.plans.horizon;
/** A latency tail of a hundredth of the latency. */
const NETWORK = networkReference('net', COSTS, 1);
const NO_MARGIN = {workFactor: 1, tails: 0};

/** The original, one that loses little, and one that gives much and loses much. */
const APPROXIMATIONS = buildAccuracyTable(1, [
  {variants: [0], layerLosses: [0], layerGains: [1], gainToGo: [1]},
  {variants: [1], layerLosses: [0.01], layerGains: [1.6], gainToGo: [1.6]},
  {variants: [2], layerLosses: [0.1], layerGains: [2.2], gainToGo: [2.2]},
]);

interface Setup {
  readonly mode?: Mode;
  readonly specs: readonly Partial<InstanceSpec>[];
  readonly withVariants?: boolean;
  readonly margin?: typeof NO_MARGIN;
  readonly powerCapMw?: number;
}

/** A cohort whose first jobs are released, and a scheduler for it. */
function setUp({mode = 'min-energy', specs, withVariants = false, margin = NO_MARGIN, powerCapMw}: Setup): {
  readonly state: CohortState;
  readonly scheduler: Scheduler;
} {
  const accuracy = specs.map(() => (withVariants ? APPROXIMATIONS : originalOnlyTable(1)));
  const state = new CohortState(specs.map(instanceSpec), [NETWORK]);
  for (const instance of state.instances) instance.release();
  const inputs = {plans: PLANS, references: [NETWORK], accuracy, margin, concurrent: false};
  return {state, scheduler: new Scheduler({...inputs, powerCapMw}, mode)};
}

describe('by clocks alone', () => {
  it.each([
    [500, 0],
    [400, 0],
    [398, 1],
    [250, 2],
    [160, 3],
    [100, 4],
  ])('a job that has %d µs takes the least urgent key that suffices, %d', (periodUs, key) => {
    const {state, scheduler} = setUp({specs: [{periodUs}]});
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({key, candidate: key, entry: 0, shortfallUs: 0});
  });

  it('counts the time that has passed since the release', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 1000}]});
    expect(scheduler.decide(state, 0, 800, 0).key).toBe(2);
  });

  it('counts the jobs of others, and releases to come', () => {
    const alone = setUp({specs: [{periodUs: 700}]});
    expect(alone.scheduler.decide(alone.state, 0, 0, 0).key).toBe(0);
    const shared = setUp({specs: [{periodUs: 700}, {periodUs: 2000, relativeDeadlineUs: 700}]});
    expect(shared.scheduler.decide(shared.state, 0, 0, 0).key).toBe(1);
    const foreseen = setUp({specs: [{periodUs: 700}]});
    expect(foreseen.scheduler.decide(foreseen.state, 0, 350, 0).key).toBe(1);
  });

  it('keeps the margin back', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 410}], margin: {workFactor: 1.1, tails: 0}});
    expect(scheduler.decide(state, 0, 0, 0).key).toBe(1);
  });

  it.each([
    [-2, 413, 0],
    [-2, 410, 1],
    [0, 437, 0],
    [0, 434, 1],
    [4, 485, 0],
    [4, 482, 1],
  ])('keeps more back the more deadlines the clocks have cost: %d, %d µs', (debt, periodUs, key) => {
    const {state, scheduler} = setUp({specs: [{periodUs}], margin: {workFactor: 1, tails: 9}});
    scheduler.debt = debt;
    expect(scheduler.decide(state, 0, 0, 0).key).toBe(key);
  });

  it('says how much too late the worst deadline will be when nothing suffices', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 80}]});
    // The active job needs 20 µs more than there are, the next one another 20.
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({key: 4, shortfallUs: 40});
  });

  it('says so too when the deadline has passed', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 1000, relativeDeadlineUs: 200}]});
    expect(scheduler.decide(state, 0, 250, 0)).toMatchObject({key: 4, shortfallUs: 150});
  });

  it('weighs deadlines that cannot be met by their criticality', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 1000, relativeDeadlineUs: 50, criticality: 7}]});
    const {key} = scheduler.decide(state, 0, 0, 0);
    // The first of its two checkpoints fails, the other does not.
    expect(scheduler.judged.find((candidate) => candidate.key === key)?.missed).toBe(7);
  });
});

describe('with three approximation configurations', () => {
  const tight = {specs: [{periodUs: 220}], withVariants: true};

  it('min-energy takes what costs least, whatever it loses', () => {
    const {state, scheduler} = setUp({...tight, mode: 'min-energy'});
    const choice = scheduler.decide(state, 0, 0, 0);
    expect(choice).toMatchObject({candidate: 0, entry: 2, shortfallUs: 0});
    expect(scheduler.accuracyTableHits).toBeGreaterThan(0);
  });

  it('max-accuracy takes what loses nothing, whatever it costs', () => {
    const {state, scheduler} = setUp({...tight, mode: 'max-accuracy'});
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({candidate: 2, entry: 0, shortfallUs: 0});
  });

  it('balanced takes the point in between', () => {
    const {state, scheduler} = setUp({...tight, mode: 'balanced'});
    const choice = scheduler.decide(state, 0, 0, 0);
    const points = scheduler.judged.slice(0, choice.judged).map(({key, energyUj, loss}) => [key, energyUj, loss]);
    // The active job and the next one each: at 200, 300 and 400 µs, with the original, entry 1 and entry 2.
    expect(points).toEqual([
      [2, 40, 0],
      [1, expect.closeTo((2 * 13) / 1.6, 9), 0.02],
      [0, expect.closeTo((2 * 10) / 2.2, 9), 0.2],
    ]);
    expect(choice).toMatchObject({candidate: 1, entry: 1});
  });

  it.each([
    ['min-energy', 3, 2],
    ['max-accuracy', 4, 1],
  ] as const)('%s gives up no deadline when clocks do not suffice', (mode, at, entry) => {
    const {state, scheduler} = setUp({specs: [{periodUs: 70}], withVariants: true, mode});
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({candidate: at, entry, shortfallUs: 0});
  });

  it('takes the fastest of both when nothing meets the deadline', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 40}], withVariants: true});
    const {candidate, entry, shortfallUs} = scheduler.decide(state, 0, 0, 0);
    expect({candidate, entry}).toEqual({candidate: 4, entry: 2});
    expect(shortfallUs).toBeCloseTo(2 * (100 / 2.2 - 40), 6);
  });

  it('keeps the approximation configuration of a job unless its need changes', () => {
    const {state, scheduler} = setUp({...tight, mode: 'balanced'});
    const instance = state.instances[0];
    const {bucket, entry} = {...scheduler.decide(state, 0, 0, 0)};
    expect([bucket > 0, entry]).toEqual([true, 1]);
    Object.assign(instance?.approximation ?? {}, {bucket, entry: 2});
    scheduler.decide(state, 0, 0, 0);
    const kept = scheduler.judged.find(({buckets}) => buckets[0] === bucket);
    expect(kept?.entries[0]).toBe(2);
  });

  it('asks variants only of the jobs that run before the deadline in need', () => {
    const specs = [
      {periodUs: 4000, relativeDeadlineUs: 70},
      {periodUs: 4000, relativeDeadlineUs: 2000},
    ];
    const {state, scheduler} = setUp({specs, withVariants: true, mode: 'max-accuracy'});
    const {key} = scheduler.decide(state, 0, 0, 0);
    const [urgent, later] = scheduler.judged.find((candidate) => candidate.key === key)?.entries ?? [];
    expect([urgent, later]).toEqual([1, 0]);
  });

  it('changes its mode from one decision to the next', () => {
    const {state, scheduler} = setUp({...tight, mode: 'max-accuracy'});
    expect(scheduler.decide(state, 0, 0, 0).entry).toBe(0);
    scheduler.mode = 'min-energy';
    expect(scheduler.decide(state, 0, 0, 0).entry).toBe(2);
  });
});

describe('a decision', () => {
  it('about an instance that is not there is refused', () => {
    const {state, scheduler} = setUp({specs: [{}]});
    expect(() => scheduler.decide(state, 3, 0, 0)).toThrow(RangeError);
  });
});

// The five configurations draw 25, 43, 100, 173 and 400 mW beyond rest.
describe('under a power cap', () => {
  it('takes the fastest plan that keeps to it, and reports what is short', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 100}], powerCapMw: 180});
    // This job and the next one take 300 µs and have 200.
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({key: 3, shortfallUs: 100});
  });

  it('lets variants make up for it', () => {
    const {state, scheduler} = setUp({
      mode: 'max-accuracy',
      specs: [{periodUs: 100}],
      powerCapMw: 180,
      withVariants: true,
    });
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({key: 3, entry: 1, shortfallUs: 0});
  });

  it('changes nothing where it does not bind', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 300}], powerCapMw: 180});
    expect(scheduler.decide(state, 0, 0, 0)).toMatchObject({key: 1, shortfallUs: 0});
  });

  it('that nothing keeps to leaves the lowest key', () => {
    const {state, scheduler} = setUp({specs: [{periodUs: 100}], powerCapMw: 1});
    expect(scheduler.decide(state, 0, 0, 0).key).toBe(0);
  });
});

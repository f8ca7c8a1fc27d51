import {describe, expect, it} from 'vitest';
import {CohortState} from '../../../../../src/core/schedule/cohort-state.js';
import type {InstanceSpec} from '../../../../../src/core/schedule/instance.js';
import {NeuosPolicy} from '../../../../../src/core/schedule/policies/neuos.js';
import {buildAccuracyTable} from '../../../../../src/core/tables/build-accuracy-table.js';
import type {Strategy, Tables} from '../../../../../src/core/tables/tables.js';
import {instanceSpec, smallTables} from '../../../../support/small-tables.js';

/** Rest (0), a thrifty (10) and a fast configuration (20), 30 µs from one another. */
const SWITCH_US = [0, 1, 2].map((from) => [0, 1, 2].map((to) => (from === to ? 0 : 30)));
const COSTS = {
  latencyUs: [
    [500, 250, 100],
    [500, 250, 100],
  ],
  energyUj: [
    [45, 20, 60],
    [45, 20, 60],
  ],
  switchUs: SWITCH_US,
  switchUj: SWITCH_US.map((row) => row.map((us) => us / 10)),
};
const TABLES = smallTables({costs: [COSTS], idlePowerMw: [1000, 1100, 1100]});
const NO_MARGIN = {workFactor: 1, tails: 0};

interface Setup {
  readonly spec: Partial<InstanceSpec>;
  readonly tables?: Tables;
  readonly strategy?: Strategy;
}

function setUp({spec, tables = TABLES, strategy = 'horizon'}: Setup): {policy: NeuosPolicy; state: CohortState} {
  const instances = [instanceSpec(spec)];
  const {accuracy} = tables;
  const policy = new NeuosPolicy({tables, strategy, mode: 'min-energy', instances, accuracy, margin: NO_MARGIN});
  return {policy, state: new CohortState(instances, tables.networks)};
}

/** Runs the first job through both layers, deciding at each boundary; the board has rested. */
function runJob({policy, state}: ReturnType<typeof setUp>, layerUs: number): readonly number[] {
  const instance = state.instances[0];
  let nowUs = instance?.release()?.releaseUs ?? NaN;
  let inForce = 0;
  const used: number[] = [];
  for (let layer = 0; layer < 2; layer += 1) {
    inForce = policy.decide(state, 0, nowUs, inForce).configuration;
    used.push(inForce);
    nowUs += layerUs;
    policy.observe(state, 0, layerUs, nowUs);
    instance?.finishLayer(nowUs);
  }
  instance?.endJob();
  return used;
}

describe('a decision of neuos', () => {
  it('begins where the first job would, if it were urgent', () => {
    expect(setUp({spec: {}}).policy.start()).toBe(20);
  });

  it.each([
    [2000, 250, [10, 10]],
    [560, 250, [10, 10]],
    [500, 100, [20, 10]],
    [240, 100, [20, 20]],
  ])('with %d µs and %d a layer uses configurations %j', (periodUs, layerUs, used) => {
    expect(runJob(setUp({spec: {periodUs}}), layerUs)).toEqual(used);
  });

  it('comes from rest when the board is where the tables do not know', () => {
    const {policy, state} = setUp({spec: {periodUs: 2000}});
    state.instances[0]?.release();
    expect(policy.decide(state, 0, 0, 7).configuration).toBe(10);
  });

  it('writes the variants of the approximation configuration that it takes', () => {
    const accuracy = [
      buildAccuracyTable(2, [
        {variants: [0, 0], layerLosses: [0, 0], layerGains: [1, 1], gainToGo: [1, 1]},
        {variants: [3, 1], layerLosses: [0.02, 0.01], layerGains: [3, 3], gainToGo: [3, 3]},
      ]),
    ];
    const {policy, state} = setUp({spec: {periodUs: 150}, tables: {...TABLES, accuracy}});
    state.instances[0]?.release();
    expect(policy.decide(state, 0, 0, 0)).toMatchObject({variant: 3, predictedLoss: 0.02, shortfallUs: 0});
    expect(state.instances[0]?.approximation.entry).toBe(1);
    state.instances[0]?.finishLayer(60);
    expect(policy.decide(state, 0, 60, 20)).toMatchObject({variant: 1, predictedLoss: 0.01});
    // A third of the 100 µs that the original takes there is what the tables expect.
    policy.observe(state, 0, 100 / 3, 60 + 100 / 3);
    expect(state.instances[0]?.correction.value).toBeCloseTo(1, 12);
  });

  it('with layer plans stays where a change does not pay', () => {
    const costs = [{...COSTS, switchUs: SWITCH_US.map((row) => row.map((us) => us * 100))}];
    const tables = smallTables({costs, idlePowerMw: [1000, 1100, 1100]});
    const layerwise = setUp({spec: {periodUs: 2000}, tables, strategy: 'layer'});
    layerwise.state.instances[0]?.release();
    expect(layerwise.policy.decide(layerwise.state, 0, 0, 20).configuration).toBe(20);
    expect(layerwise.policy.decide(layerwise.state, 0, 0, 10).configuration).toBe(10);
  });
});

describe('what neuos observes', () => {
  it('corrects its tables, variants allowed for', () => {
    const {policy, state} = setUp({spec: {periodUs: 2000}});
    state.instances[0]?.release();
    policy.decide(state, 0, 0, 0);
    policy.observe(state, 0, 1.5 * 250, 1.5 * 250);
    expect(state.instances[0]?.correction.value).toBeCloseTo(1 + 0.04 * 0.5, 12);
  });

  it('changes nothing when the tables hold', () => {
    const run = setUp({spec: {periodUs: 2000}});
    runJob(run, 250);
    expect(run.state.instances[0]?.correction.value).toBe(1);
  });
});

describe('a gap', () => {
  const after = (spec: Partial<InstanceSpec>): ReturnType<typeof setUp> => {
    const run = setUp({spec});
    runJob(run, 250);
    return run;
  };

  it('is spent at rest, and left in time to be where the last job began', () => {
    const {policy, state} = after({periodUs: 2000});
    expect(policy.idle(state, 0, 500, 10)).toEqual({configuration: 0, wakeUs: 2000 - 30, wakeConfiguration: 10});
  });

  it('that is no longer than both switches is spent where the board is', () => {
    const {policy, state} = after({periodUs: 2000});
    expect(policy.idle(state, 0, 1939, 10)).toMatchObject({configuration: 0});
    expect(policy.idle(state, 0, 1940, 10)).toMatchObject({configuration: 10, wakeConfiguration: 10});
  });

  it('too short for the least idle power is spent where one clock fewer has to change', () => {
    const switchUs = [
      [0, 20, 30],
      [20, 0, 10],
      [30, 10, 0],
    ];
    const tables = smallTables({costs: [{...COSTS, switchUs}], idlePowerMw: [1000, 1200, 2000]});
    const run = setUp({spec: {periodUs: 240}, tables});
    expect(runJob(run, 100)).toEqual([20, 20]);
    expect(run.policy.idle(run.state, 0, 0, 20)).toMatchObject({configuration: 0, wakeUs: 210, wakeConfiguration: 20});
    expect(run.policy.idle(run.state, 0, 200, 20)).toMatchObject({configuration: 10, wakeUs: 230});
    expect(run.policy.idle(run.state, 0, 225, 20)).toMatchObject({configuration: 20, wakeConfiguration: 20});
  });

  it('before the first job is spent at rest to its end', () => {
    const {policy, state} = setUp({spec: {periodUs: 2000, offsetUs: 700}});
    expect(policy.idle(state, 0, 0, 0)).toEqual({configuration: 0, wakeUs: 700, wakeConfiguration: 0});
  });

  it('is spent where the board is when resting saves nothing', () => {
    const tables = smallTables({costs: [COSTS], idlePowerMw: [1000, 1000, 1000]});
    const run = setUp({spec: {periodUs: 2000}, tables});
    runJob(run, 250);
    expect(run.policy.idle(run.state, 0, 500, 10)).toMatchObject({configuration: 10, wakeConfiguration: 10});
  });
});

describe('when time is short', () => {
  /** Rest (0), a configuration half a per cent slower than the fastest that draws less (10), and the fastest (20). */
  const costs = {
    ...COSTS,
    latencyUs: [
      [5000, 1005, 1000],
      [5000, 1005, 1000],
    ],
    energyUj: [
      [50, 80, 100],
      [50, 80, 100],
    ],
  };
  const tables = smallTables({costs: [costs], idlePowerMw: [1000, 1100, 1100]});

  /** Runs a job that ends at `endUs`, and waits for the next one. */
  function runLate(run: ReturnType<typeof setUp>, endUs: number): {readonly used: number[]; readonly woken: number} {
    const {policy, state} = run;
    const instance = state.instances[0];
    const job = instance?.release();
    if (instance === undefined || job === undefined) throw new Error('no job');
    const used: number[] = [];
    for (const layer of [0, 1]) {
      const inForce = policy.decide(state, 0, job.releaseUs + layer * 1005, used.at(-1) ?? 20).configuration;
      used.push(inForce);
      const nowUs = job.releaseUs + (layer === 0 ? 1005 : endUs);
      policy.observe(state, 0, layer === 0 ? 1005 : endUs - 1005, nowUs);
      instance.finishLayer(nowUs);
    }
    instance.endJob();
    return {used, woken: policy.idle(state, 0, job.releaseUs + endUs, used.at(-1) ?? 20).wakeConfiguration};
  }

  it('is thrifty in the next job, until that has cost a deadline', () => {
    const run = setUp({spec: {periodUs: 2050, relativeDeadlineUs: 1990}, tables});
    // Late at the reference as well: nobody's fault.
    const first = runLate(run, 2015);
    expect(first.woken).toBe(10);
    run.state.instances[0]?.release();
    expect(run.policy.decide(run.state, 0, 2050, 10).configuration).toBe(10);
    // The reference would have been in time: from now on it is to be fast.
    run.policy.observe(run.state, 0, 1005, 3055);
    run.state.instances[0]?.finishLayer(3055);
    run.policy.observe(run.state, 0, 990, 4045);
    run.state.instances[0]?.finishLayer(4045);
    run.state.instances[0]?.endJob();
    expect(run.policy.idle(run.state, 0, 4045, 10).wakeConfiguration).toBe(20);
  });

  it('stays at its fastest while a job is under way', () => {
    const run = setUp({spec: {periodUs: 2050, relativeDeadlineUs: 1990}, tables});
    expect(runLate(run, 2015).used).toEqual([20, 20]);
  });

  it('wakes where it is fastest, though the last job stayed where it was because the way there took too long', () => {
    // 300 µs to save 50 in each layer: not within a job, but in the gap before it.
    const switchUs = [0, 1, 2].map((from) => [0, 1, 2].map((to) => (from === to ? 0 : 300)));
    const latencyUs = [
      [5000, 1050, 1000],
      [5000, 1050, 1000],
    ];
    const slow = smallTables({costs: [{...costs, latencyUs, switchUs}], idlePowerMw: [1000, 1100, 1100]});
    const {policy, state} = setUp({spec: {periodUs: 2500, relativeDeadlineUs: 2000}, tables: slow});
    const instance = state.instances[0];
    instance?.release();
    for (const nowUs of [0, 1050]) {
      expect(policy.decide(state, 0, nowUs, 10).configuration).toBe(10);
      policy.observe(state, 0, 1050, nowUs + 1050);
      instance?.finishLayer(nowUs + 1050);
    }
    instance?.endJob();
    expect(policy.idle(state, 0, 2100, 10)).toEqual({configuration: 10, wakeUs: 2200, wakeConfiguration: 20});
    expect(policy.idle(state, 0, 2250, 10)).toMatchObject({configuration: 10, wakeConfiguration: 10});
  });
});

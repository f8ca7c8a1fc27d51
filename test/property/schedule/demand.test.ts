import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {InstanceState} from '../../../src/core/schedule/cohort-state.js';
import {Demand} from '../../../src/core/schedule/demand.js';
import {Reserve} from '../../../src/core/schedule/reserve.js';
import type {PlanSet} from '../../../src/core/tables/tables.js';
import {randomMoment} from '../../support/random-cohort.js';
import {networkReference, smallTables} from '../../support/small-tables.js';

const costs = [
  {
    latencyUs: [
      [30, 90],
      [50, 80],
      [20, 60],
    ],
    energyUj: [
      [9, 3],
      [8, 4],
      [5, 2],
    ],
  },
  {
    latencyUs: [
      [100, 150],
      [40, 90],
    ],
    energyUj: [
      [30, 9],
      [10, 7],
    ],
  },
].map((cost) => ({
  ...cost,
  switchUs: [
    [0, 7],
    [11, 0],
  ],
  switchUj: [
    [0, 1],
    [1, 0],
  ],
}));
const tables = smallTables({costs});
const networks = costs.map((cost, n) => networkReference(`net${n}`, cost, 10 * (n + 1)));
const plans = tables.slowStates[0]?.plans.horizon as PlanSet;
const margin = {workFactor: 1.1, tails: 0};
const reserve = new Reserve(plans, networks, margin.tails);
const moments = randomMoment(networks);
/** Released jobs of one instance that are listed, and releases to come. */
const LISTED = 3;

/** Deadlines that checkpoints stand for, ascending. */
function checkpointsOf(instances: readonly InstanceState[]): readonly number[] {
  const nextUs = ({nextReleaseUs, spec}: InstanceState) => nextReleaseUs + spec.relativeDeadlineUs;
  const horizonUs = Math.max(...instances.map(nextUs));
  const deadlines = instances.flatMap((instance) => [
    ...instance.jobs.slice(0, LISTED).map(({deadlineUs}) => deadlineUs),
    ...Array.from({length: LISTED}, (_, r) => nextUs(instance) + r * instance.spec.periodUs).filter(
      (deadlineUs) => deadlineUs <= horizonUs,
    ),
  ]);
  return deadlines.toSorted((a, b) => a - b);
}

/** Whole jobs of an instance that are due by `deadlineUs`, counted one by one. */
function wholeJobs({jobs, nextReleaseUs, spec}: InstanceState, deadlineUs: number): number {
  let count = jobs.slice(1).filter((job) => job.deadlineUs <= deadlineUs).length;
  for (let releaseUs = nextReleaseUs; releaseUs + spec.relativeDeadlineUs <= deadlineUs; releaseUs += spec.periodUs) {
    count += 1;
  }
  return count;
}

/** Time of an active job's layers up to `until`, walking its plan step by step. */
function walkUs(instance: InstanceState, key: number, inForce: number, until: number): number {
  const {network} = instance.spec;
  const {latencyUs, switchUs} = costs[network] as (typeof costs)[0];
  const plan = plans.networks[network] as PlanSet['networks'][0];
  let at = inForce;
  let total = 0;
  for (let layer = instance.layer; layer < until; layer += 1) {
    const to = plan.next[(key * (plan.layerCount + 1) + layer) * plan.candidateCount + at] ?? 0;
    total += (switchUs[at]?.[to] ?? 0) + (latencyUs[layer]?.[to] ?? 0);
    at = to;
  }
  return total;
}

describe('the demand', () => {
  const collected = moments.map((moment) => {
    const demand = new Demand(moment.state.instances.length);
    demand.collect(moment.state);
    return {...moment, demand};
  });

  it('has a checkpoint at every deadline that is known', () => {
    fc.assert(
      fc.property(collected, ({state, demand}) => {
        expect([...demand.deadlinesUs.subarray(0, demand.count)]).toEqual(checkpointsOf(state.instances));
      }),
    );
  });

  it('counts for each of them what is due by then, as counting one by one does', () => {
    fc.assert(
      fc.property(collected, ({state: {instances}, demand}) => {
        for (const [c, deadlineUs] of demand.deadlinesUs.subarray(0, demand.count).entries()) {
          for (const [i, instance] of instances.entries()) {
            const at = c * instances.length + i;
            expect(demand.jobsDue[at]).toBe(wholeJobs(instance, deadlineUs));
            expect(demand.activeDue[at]).toBe((instance.jobs[0]?.deadlineUs ?? Infinity) <= deadlineUs ? 1 : 0);
          }
        }
      }),
    );
  });

  it('takes the time of the plans, the started layer included even if it is due later', () => {
    const chosen = fc.record({key: fc.nat({max: plans.keys.length - 1}), inForce: fc.nat({max: 1}), speed: fc.nat(9)});
    fc.assert(
      fc.property(collected, chosen, ({state, demand}, {key, inForce, speed}) => {
        const {instances} = state;
        const running = state.earliestDeadline();
        const gain = 1 + speed / 10;
        for (const instance of instances) instance.correction.observe(1 + 0.3 * instance.ordinal, 1);
        const gains = {
          active: new Float64Array(instances.length).fill(gain),
          toCome: new Float64Array(instances.length).fill(gain + 0.5),
        };
        for (const [c, deadlineUs] of demand.deadlinesUs.subarray(0, demand.count).entries()) {
          const expected = instances.map((instance, i) => {
            const {layerCount, spec, jobs, layer, correction} = instance;
            const due = (jobs[0]?.deadlineUs ?? Infinity) <= deadlineUs;
            const until = due ? layerCount : i === running ? layer + 1 : layer;
            const whole = wholeJobs(instance, deadlineUs) * (plans.networks[spec.network]?.jobTimeUs[key] ?? NaN);
            return correction.value * (walkUs(instance, key, inForce, until) / gain + whole / (gain + 0.5));
          });
          const got = demand.neededUs({state, plans, margin, reserve, inForce, running}, c, key, gains);
          expect(got).toBeCloseTo(margin.workFactor * expected.reduce((total, us) => total + us, 0), 2);
        }
      }),
    );
  });

  it('keeps what one interference costs in reserve, as far as the work behind it cannot make up for it', () => {
    const withTails = new Reserve(plans, networks, 1);
    const noGains = {active: new Float64Array(4).fill(1), toCome: new Float64Array(4).fill(1)};
    const most = plans.keys.length - 1;
    fc.assert(
      fc.property(collected, fc.nat({max: most}), ({state, demand}, key) => {
        const {instances} = state;
        const running = state.earliestDeadline();
        const needed = (kept: Reserve, c: number, at: number) =>
          demand.neededUs({state, plans, margin, reserve: kept, inForce: 0, running}, c, at, noGains);
        for (const c of demand.deadlinesUs.subarray(0, demand.count).keys()) {
          const due = instances.flatMap(({spec}, i) => {
            const at = c * instances.length + i;
            return demand.activeDue[at] === 1 || (demand.jobsDue[at] ?? 0) > 0 ? [spec.network] : [];
          });
          const kept = needed(withTails, c, key) - needed(reserve, c, key);
          expect(kept).toBeGreaterThanOrEqual(0);
          expect(kept).toBeLessThanOrEqual(Math.max(0, ...due.map(longestExcessUs)) + 0.01);
        }
      }),
    );
  });
});

/** What an interference costs the layer that it costs most, wherever that runs. */
function longestExcessUs(network: number): number {
  const {latencyUs} = costs[network] as (typeof costs)[0];
  const tailUs = 10 * (network + 1);
  return Math.max(...latencyUs.map((layer) => (tailUs / (layer[0] ?? NaN)) * Math.max(...layer)));
}

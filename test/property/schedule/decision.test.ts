import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {CohortState} from '../../../src/core/schedule/cohort-state.js';
import {Demand} from '../../../src/core/schedule/demand.js';
import {FutureKey} from '../../../src/core/schedule/future-key.js';
import {MODES} from '../../../src/core/schedule/mode.js';
import {Reserve} from '../../../src/core/schedule/reserve.js';
import {Scheduler} from '../../../src/core/schedule/scheduler.js';
import {originalOnlyTable} from '../../../src/core/tables/build-accuracy-table.js';
import {STRATEGIES} from '../../../src/core/tables/tables.js';
import {randomAccuracyTable} from '../../support/random-approximations.js';
import {randomMoment} from '../../support/random-cohort.js';
import {networkReference, smallSlowState} from '../../support/small-tables.js';

/** Two networks at four configurations each; switches are free, so that time falls with urgency. */
const costs = [
  {
    latencyUs: [
      [90, 60, 40, 30],
      [120, 80, 70, 50],
    ],
    energyUj: [
      [3, 5, 8, 12],
      [4, 7, 8, 13],
    ],
  },
  {latencyUs: [[200, 150, 120, 100]], energyUj: [[9, 14, 19, 30]]},
];
const networks = costs.map((cost, n) => networkReference(`net${n}`, cost));
const slowState = smallSlowState({costs, pricesMw: [0, 20, 50, 90, 150, 300, 600, 5000]});
const ready = randomMoment(networks).filter(({state}) => state.earliestDeadline() >= 0);
const NO_MARGIN = {workFactor: 1, tails: 0};
/** Shortfalls that the scheduler takes for rounding, µs. */
const ROUNDING_US = 1;

describe.each(STRATEGIES)('a decision by %s plans and clocks alone', (strategy) => {
  const plans = slowState.plans[strategy];
  const reserve = new Reserve(plans, networks, NO_MARGIN.tails);

  /** How much too late the worst checkpoint would be under a key, µs. */
  function latenessUs(state: CohortState, nowUs: number, key: number): number {
    const demand = new Demand(state.instances.length);
    demand.collect(state);
    demand.futureKey = new FutureKey(plans, NO_MARGIN).of(state, reserve);
    const ones = new Float64Array(state.instances.length).fill(1);
    const moment = {state, plans, margin: NO_MARGIN, reserve, inForce: 0, running: state.earliestDeadline()};
    const late = [...demand.deadlinesUs.subarray(0, demand.count)].map(
      (deadlineUs, c) => demand.neededUs(moment, c, key, {active: ones, toCome: ones}) - (deadlineUs - nowUs),
    );
    return Math.max(0, ...late);
  }

  it('meets every checkpoint when some key does, and is never more urgent than it must be', () => {
    fc.assert(
      fc.property(ready, fc.constantFrom(...MODES), ({state, nowUs}, mode) => {
        const accuracy = state.instances.map(({layerCount}) => originalOnlyTable(layerCount));
        const scheduler = new Scheduler(
          {plans, references: networks, accuracy, margin: NO_MARGIN, concurrent: false},
          mode,
        );
        const {key, shortfallUs} = scheduler.decide(state, state.earliestDeadline(), nowUs, 0);
        const least = [...plans.keys.keys()].find((k) => latenessUs(state, nowUs, k) === 0);
        if (least === undefined) expect(latenessUs(state, nowUs, key)).toBeGreaterThan(0);
        else {
          expect(latenessUs(state, nowUs, key)).toBeLessThanOrEqual(ROUNDING_US);
          expect(key).toBeLessThanOrEqual(least);
          expect(shortfallUs).toBe(0);
        }
      }),
    );
  });

  it('reports the lateness of the worst checkpoint', () => {
    fc.assert(
      fc.property(ready, ({state, nowUs}) => {
        const accuracy = state.instances.map(({layerCount}) => originalOnlyTable(layerCount));
        const scheduler = new Scheduler(
          {plans, references: networks, accuracy, margin: NO_MARGIN, concurrent: false},
          'min-energy',
        );
        const {key, shortfallUs} = scheduler.decide(state, state.earliestDeadline(), nowUs, 0);
        const lateUs = latenessUs(state, nowUs, key);
        expect(shortfallUs).toBeCloseTo(lateUs <= ROUNDING_US ? 0 : lateUs, 3);
      }),
    );
  });
});

describe('a decision with variants', () => {
  const plans = slowState.plans.horizon;

  it('never misses more, in any mode, than clocks alone', () => {
    fc.assert(
      fc.property(ready, randomAccuracyTable, fc.constantFrom(...MODES), ({state, nowUs}, {table}, mode) => {
        fc.pre(state.instances.every(({layerCount}) => layerCount === table.layerCount));
        const running = state.earliestDeadline();
        const originals = state.instances.map(({layerCount}) => originalOnlyTable(layerCount));
        const missedBy = (accuracy: typeof originals): number => {
          const scheduler = new Scheduler(
            {plans, references: networks, accuracy, margin: NO_MARGIN, concurrent: false},
            mode,
          );
          const {key} = scheduler.decide(state, running, nowUs, 0);
          return scheduler.judged.find((candidate) => candidate.key === key)?.missed ?? NaN;
        };
        expect(missedBy(state.instances.map(() => table))).toBeLessThanOrEqual(missedBy(originals));
      }),
    );
  });

  it('costs min-energy no more energy, and max-accuracy no more loss, than any other mode', () => {
    fc.assert(
      fc.property(ready, randomAccuracyTable, ({state, nowUs}, {table}) => {
        fc.pre(state.instances.every(({layerCount}) => layerCount === table.layerCount));
        const [minEnergy, maxAccuracy, balanced] = MODES.map((mode) => {
          const accuracy = state.instances.map(() => table);
          const scheduler = new Scheduler(
            {plans, references: networks, accuracy, margin: NO_MARGIN, concurrent: false},
            mode,
          );
          const {key} = scheduler.decide(state, state.earliestDeadline(), nowUs, 0);
          return scheduler.judged.find((candidate) => candidate.key === key);
        });
        for (const other of [maxAccuracy, balanced]) {
          expect(minEnergy?.energyUj).toBeLessThanOrEqual((other?.energyUj ?? NaN) + 1e-3);
        }
        for (const other of [minEnergy, balanced]) {
          expect(maxAccuracy?.loss).toBeLessThanOrEqual((other?.loss ?? NaN) + 1e-9);
        }
      }),
    );
  });
});

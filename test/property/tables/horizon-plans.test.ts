import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {horizonPlans} from '../../../src/core/tables/horizon-plans.js';
import {layerPlans} from '../../../src/core/tables/layer-plans.js';
import {planOffset, type NetworkPlans} from '../../../src/core/tables/tables.js';
import {randomCosts} from '../../support/random-costs.js';
import {planCosts, type SmallCosts} from '../../support/small-tables.js';
import {allChoices, choicesOfPlan, costOfWay, type Way} from '../../support/walk-plan.js';

const price = fc.integer({min: 0, max: 5000});
const prices = fc.uniqueArray(price, {minLength: 2, maxLength: 6}).map((values) => values.toSorted((a, b) => a - b));
const valueUj = ({timeUs, energyUj}: Way, priceMw: number) => energyUj + (priceMw * timeUs) / 1000;

/** Plans at some prices. The last one of all is for when time is short, and is a plan of its own kind. */
function plansAt(costs: SmallCosts, pricesMw: readonly number[]): NetworkPlans {
  return horizonPlans(planCosts(costs), Float64Array.of(...pricesMw, pricesMw.at(-1) ?? 0));
}

/** Every layer and every candidate in force. */
function* starts({latencyUs}: SmallCosts): Generator<readonly [layer: number, inForce: number]> {
  for (const [layer, row] of latencyUs.entries()) for (const inForce of row.keys()) yield [layer, inForce];
}

function leastValueUj(costs: SmallCosts, layer: number, inForce: number, priceMw: number): number {
  const {latencyUs} = costs;
  const ways = [...allChoices(latencyUs.length - layer, latencyUs[0]?.length ?? 0)];
  return Math.min(...ways.map((choices) => valueUj(costOfWay(costs, layer, inForce, choices), priceMw)));
}

describe('a horizon plan', () => {
  it('is the cheapest of all sequences of configurations, switches and the way back to rest included', () => {
    fc.assert(
      fc.property(randomCosts(), price, (costs, priceMw) => {
        const plans = plansAt(costs, [priceMw]);
        for (const [layer, inForce] of starts(costs)) {
          const planned = costOfWay(costs, layer, inForce, choicesOfPlan(plans, 0, layer, inForce));
          expect(valueUj(planned, priceMw)).toBeCloseTo(leastValueUj(costs, layer, inForce, priceMw), 6);
        }
      }),
    );
  });

  it('knows its own time and energy to go', () => {
    fc.assert(
      fc.property(randomCosts(), prices, (costs, pricesMw) => {
        const plans = plansAt(costs, pricesMw);
        for (const key of pricesMw.keys()) {
          for (const [layer, inForce] of starts(costs)) {
            const planned = costOfWay(costs, layer, inForce, choicesOfPlan(plans, key, layer, inForce));
            const at = planOffset(plans, key, layer, inForce);
            expect({timeUs: plans.timeToGoUs[at], energyUj: plans.energyToGoUj[at]}).toEqual(planned);
          }
        }
      }),
    );
  });

  it('takes no longer, and no less energy, the more time costs', () => {
    fc.assert(
      fc.property(randomCosts(), prices, (costs, pricesMw) => {
        const plans = plansAt(costs, pricesMw);
        for (const key of pricesMw.keys()) {
          if (key === 0) continue;
          for (const [layer, inForce] of starts(costs)) {
            const [before, now] = [key - 1, key].map((k) => planOffset(plans, k, layer, inForce)) as [number, number];
            expect(plans.timeToGoUs[now]).toBeLessThanOrEqual(plans.timeToGoUs[before] ?? NaN);
            expect(plans.energyToGoUj[now]).toBeGreaterThanOrEqual(plans.energyToGoUj[before] ?? NaN);
          }
        }
      }),
    );
  });

  it('is never worse than a layer plan, once that pays for its switches', () => {
    fc.assert(
      fc.property(randomCosts(), prices, (costs, pricesMw) => {
        const horizon = plansAt(costs, pricesMw);
        const speedUps = [0.3, 0.6, 1];
        const fastestUs = Float64Array.from(costs.latencyUs, (row) => Math.min(...row));
        const layerwise = layerPlans(planCosts(costs), Float64Array.from(speedUps), fastestUs);
        for (const [key, priceMw] of pricesMw.entries()) {
          for (const [layer, inForce] of starts(costs)) {
            const ours = costOfWay(costs, layer, inForce, choicesOfPlan(horizon, key, layer, inForce));
            for (const bucket of speedUps.keys()) {
              const theirs = costOfWay(costs, layer, inForce, choicesOfPlan(layerwise, bucket, layer, inForce));
              expect(valueUj(ours, priceMw)).toBeLessThanOrEqual(valueUj(theirs, priceMw) + 1e-6);
            }
          }
        }
      }),
    );
  });

  it('tells candidates that are nearly as fast apart by all layers together, when time is short', () => {
    // By its own measurement the first layer is faster at the second candidate, which is slower altogether.
    const costs: SmallCosts = {
      latencyUs: [
        [1000, 999],
        [1000, 1007],
      ],
      energyUj: [
        [100, 100],
        [100, 100],
      ],
    };
    const plans = horizonPlans(planCosts(costs), Float64Array.of(1e6, 1e6));
    expect([0, 1].map((key) => choicesOfPlan(plans, key, 0, 0))).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  it('states a whole job as one that begins where its own kind ends', () => {
    fc.assert(
      fc.property(randomCosts(), price, (costs, priceMw) => {
        const plans = plansAt(costs, [priceMw]);
        const end = choicesOfPlan(plans, 0, 0, choicesOfPlan(plans, 0, 0, 0).at(-1) ?? 0);
        const first = choicesOfPlan(plans, 0, 0, 0).at(-1) ?? NaN;
        const job = costOfWay(costs, 0, first, end);
        expect({timeUs: plans.jobTimeUs[0], energyUj: plans.jobEnergyUj[0]}).toEqual(job);
      }),
    );
  });
});

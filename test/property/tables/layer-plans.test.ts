import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {layerPlans, speedUpBuckets} from '../../../src/core/tables/layer-plans.js';
import {planOffset} from '../../../src/core/tables/tables.js';
import {randomCosts} from '../../support/random-costs.js';
import {planCosts} from '../../support/small-tables.js';
import {choicesOfPlan} from '../../support/walk-plan.js';

const buckets = speedUpBuckets();
const filled = randomCosts(4, 6).map((costs) => {
  const referenceUs = Float64Array.from(costs.latencyUs, (row) => row.at(-1) ?? NaN);
  return {costs, referenceUs, plans: layerPlans(planCosts(costs), buckets, referenceUs)};
});

describe('a layer plan', () => {
  it('gives each layer the least energy among the configurations that reach the SpeedUp, or the fastest', () => {
    fc.assert(
      fc.property(filled, ({costs: {latencyUs, energyUj}, referenceUs, plans}) => {
        for (const [key, speedUp] of buckets.entries()) {
          for (const [layer, chosen] of choicesOfPlan(plans, key, 0, 0).entries()) {
            const times = latencyUs[layer] ?? [];
            const energies = energyUj[layer] ?? [];
            const reaching = [...times.keys()].filter(
              (c) => (times[c] ?? NaN) <= (referenceUs[layer] ?? NaN) / speedUp,
            );
            if (reaching.length === 0) expect(times[chosen]).toBe(Math.min(...times));
            else {
              expect(reaching).toContain(chosen);
              expect(energies[chosen]).toBe(Math.min(...reaching.map((c) => energies[c] ?? NaN)));
            }
          }
        }
      }),
    );
  });

  it('ignores where the board is and what a switch costs', () => {
    fc.assert(
      fc.property(filled, ({costs: {latencyUs, energyUj}, plans}) => {
        for (const key of buckets.keys()) {
          const choices = choicesOfPlan(plans, key, 0, 0);
          const timeUs = choices.reduce((sum, c, layer) => sum + (latencyUs[layer]?.[c] ?? NaN), 0);
          const energy = choices.reduce((sum, c, layer) => sum + (energyUj[layer]?.[c] ?? NaN), 0);
          for (let inForce = 0; inForce < plans.candidateCount; inForce += 1) {
            const at = planOffset(plans, key, 0, inForce);
            expect([plans.next[at], plans.timeToGoUs[at], plans.energyToGoUj[at]]).toEqual([
              choices[0],
              timeUs,
              energy,
            ]);
          }
          expect([plans.jobTimeUs[key], plans.jobEnergyUj[key]]).toEqual([timeUs, energy]);
        }
      }),
    );
  });

  it('is no slower than the reference at the last key', () => {
    fc.assert(
      fc.property(filled, ({referenceUs, plans}) => {
        const atReferenceUs = referenceUs.reduce((sum, us) => sum + us, 0);
        expect(plans.jobTimeUs.at(-1)).toBeLessThanOrEqual(atReferenceUs);
      }),
    );
  });

  it('takes the reference at the last key where it is the cheapest of those that are no slower', () => {
    fc.assert(
      fc.property(filled, ({costs: {latencyUs, energyUj}, referenceUs, plans}) => {
        for (const [layer, chosen] of choicesOfPlan(plans, buckets.length - 1, 0, 0).entries()) {
          const times = latencyUs[layer] ?? [];
          const energies = energyUj[layer] ?? [];
          const asFast = [...times.keys()].filter((c) => (times[c] ?? NaN) <= (referenceUs[layer] ?? NaN));
          expect(energies[chosen]).toBe(Math.min(...asFast.map((c) => energies[c] ?? NaN)));
        }
      }),
    );
  });

  it('takes no longer, and no less energy, the higher the SpeedUp', () => {
    fc.assert(
      fc.property(filled, ({plans}) => {
        for (let key = 1; key < buckets.length; key += 1) {
          expect(plans.jobTimeUs[key]).toBeLessThanOrEqual(plans.jobTimeUs[key - 1] ?? NaN);
          expect(plans.jobEnergyUj[key]).toBeGreaterThanOrEqual(plans.jobEnergyUj[key - 1] ?? NaN);
        }
      }),
    );
  });
});

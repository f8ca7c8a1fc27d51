import {describe, expect, it} from 'vitest';
import {staysPut, switchCosts} from '../../../../src/core/schedule/switch-costs.js';
import type {SlowStateTable} from '../../../../src/core/tables/tables.js';
import {smallSlowState} from '../../../support/small-tables.js';

describe('switchCosts', () => {
  it('are the time, and what the costlier side draws beyond rest', () => {
    const costs = {
      latencyUs: [[1, 1]],
      energyUj: [[1, 1]],
      switchUs: [
        [0, 20],
        [50, 0],
      ],
    };
    const {timeUs, energyUj} = switchCosts(smallSlowState({costs: [costs], idlePowerMw: [1000, 3000]}));
    expect([...timeUs]).toEqual([0, 20, 50, 0]);
    expect([...energyUj].map((uj) => Math.round(uj))).toEqual([0, 40, 100, 0]);
  });
});

describe('staysPut', () => {
  // Candidate 1 takes twice as long and saves 30 µJ; a switch takes 20 µs, 40 µJ where idling there draws 2 W more.
  const costs = {
    latencyUs: [[100, 200]],
    energyUj: [[50, 20]],
    switchUs: [
      [0, 20],
      [20, 0],
    ],
  };
  const state = (idlePowerMw: readonly number[], energyUj = costs.energyUj): SlowStateTable =>
    smallSlowState({costs: [{...costs, energyUj}], idlePowerMw});

  it.each([
    ['the board is there already', state([1000, 1000]), 1, 1, true],
    ['the layer would be slower where the board is', state([1000, 1000], [[20, 50]]), 1, 0, false],
    ['a switch costs less than it saves', state([1000, 1000]), 0, 1, false],
    ['a switch costs more than it saves', state([1000, 3000]), 0, 1, true],
  ])('when %s', (_name, slowState, inForce, planned, stays) => {
    const plans = slowState.plans.layer.networks[0];
    expect(plans && staysPut(plans, switchCosts(slowState), 0, inForce, planned)).toBe(stays);
  });

  it('after the last layer', () => {
    const slowState = state([1000, 1000]);
    const plans = slowState.plans.layer.networks[0];
    expect(plans && staysPut(plans, switchCosts(slowState), 1, 0, 1)).toBe(true);
  });
});

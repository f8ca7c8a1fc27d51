import {describe, expect, it} from 'vitest';
import {Reserve} from '../../../../src/core/schedule/reserve.js';
import {tightnessOf} from '../../../../src/core/schedule/tightness.js';
import type {InstanceSpec} from '../../../../src/core/schedule/instance.js';
import {instanceSpec, smallTables} from '../../../support/small-tables.js';

/** A job takes 100 µs at its fastest; an interference adds 10 tails of 2 µs. */
const TABLES = smallTables({costs: [{latencyUs: [[200, 100]], energyUj: [[10, 40]]}], tailUs: 2});
const MARGIN = {workFactor: 1, tails: 10};

function tightness(...specs: readonly Partial<InstanceSpec>[]): ReturnType<typeof tightnessOf> {
  const {plans} = TABLES.slowStates[0] ?? {};
  if (plans === undefined) throw new Error('no slow state');
  const reserve = new Reserve(plans.horizon, TABLES.networks, MARGIN.tails);
  return tightnessOf(specs.map(instanceSpec), plans.horizon, MARGIN, reserve);
}

describe('the tightness of a cohort', () => {
  it.each([
    ['with time for an interference', 120, {isOverloaded: false, tightShare: 0}],
    ['without', 119, {isOverloaded: false, tightShare: 1}],
    ['with too little time for itself', 99, {isOverloaded: true, tightShare: 1}],
  ])('of one network %s', (_name, periodUs, expected) => {
    expect(tightness({periodUs})).toEqual(expected);
  });

  it('looks at jobs that come together', () => {
    const both = {periodUs: 400, relativeDeadlineUs: 210};
    // The one that is second has 10 µs to spare; which of both that is, deadlines do not tell.
    expect(tightness(both, both)).toEqual({isOverloaded: false, tightShare: 0.5});
    expect(tightness(both, {...both, offsetUs: 200})).toEqual({isOverloaded: false, tightShare: 0});
    expect(tightness(both, both, both)).toMatchObject({isOverloaded: true});
  });

  it('looks ahead as far as the second job of the one that comes most seldom', () => {
    // Every third release of the first comes with one of the second.
    const [often, seldom] = [{periodUs: 200, relativeDeadlineUs: 190}, {periodUs: 600}];
    expect(tightness(often, seldom).isOverloaded).toBe(false);
    expect(tightness(often, {...seldom, relativeDeadlineUs: 190}).isOverloaded).toBe(true);
  });
});

import {describe, expect, it} from 'vitest';
import {CohortState, type InstanceState} from '../../../../src/core/schedule/cohort-state.js';
import {instanceSpec, networkReference} from '../../../support/small-tables.js';

const two = networkReference('two', {latencyUs: [[30], [70]], energyUj: []});
const tailed = {...two, tailUs: Float64Array.of(5, 9)};

function cohort(...specs: Parameters<typeof instanceSpec>[0][]): CohortState {
  return new CohortState(specs.map(instanceSpec), [tailed]);
}

function single(spec: Parameters<typeof instanceSpec>[0]): InstanceState {
  return cohort(spec).instances[0] as InstanceState;
}

describe('releases', () => {
  it('follow the period from the offset on, with deadlines of their own', () => {
    const instance = single({periodUs: 100, relativeDeadlineUs: 80, offsetUs: 7});
    expect([instance.release(), instance.release()]).toEqual([
      {instance: 0, ordinal: 0, releaseUs: 7, deadlineUs: 87},
      {instance: 0, ordinal: 1, releaseUs: 107, deadlineUs: 187},
    ]);
    expect([instance.nextReleaseUs, instance.releases, instance.jobs.length]).toEqual([207, 2, 2]);
  });

  it('that are skipped count, but leave no job', () => {
    const instance = single({periodUs: 100});
    instance.toSkip = 1;
    expect(instance.release()).toBeUndefined();
    expect(instance.jobs).toEqual([]);
    expect(instance.release()).toMatchObject({ordinal: 1, releaseUs: 100});
  });

  it('end when they are stopped', () => {
    const state = cohort({}, {});
    state.stopReleases();
    expect(state.instances.map(({nextReleaseUs}) => nextReleaseUs)).toEqual([Infinity, Infinity]);
    expect(state.nextToRelease()).toBe(-1);
  });

  it('come in order of time, the lower number first', () => {
    const state = cohort({offsetUs: 5}, {offsetUs: 3}, {offsetUs: 3});
    const order = Array.from({length: 3}, () => {
      const next = state.nextToRelease();
      state.instances[next]?.release();
      return next;
    });
    expect(order).toEqual([1, 2, 0]);
  });
});

describe('earliestDeadline', () => {
  it('is the active job that is due first, the lower number at a tie', () => {
    const state = cohort({relativeDeadlineUs: 90}, {relativeDeadlineUs: 50}, {relativeDeadlineUs: 50});
    for (const instance of state.instances) instance.release();
    expect(state.earliestDeadline()).toBe(1);
    state.instances[1]?.endJob();
    expect(state.earliestDeadline()).toBe(2);
  });

  it('looks at the oldest job of an instance only', () => {
    const state = cohort({periodUs: 10, relativeDeadlineUs: 100}, {relativeDeadlineUs: 105});
    for (const instance of state.instances) instance.release();
    state.instances[0]?.release();
    expect(state.earliestDeadline()).toBe(0);
  });

  it('is nobody when no job is ready', () => {
    expect(cohort({}).earliestDeadline()).toBe(-1);
  });
});

describe('an instance', () => {
  it('shares its relative deadline out by latency at the reference', () => {
    expect([...single({relativeDeadlineUs: 1000}).subDeadlinesUs]).toEqual([300, 700]);
  });

  it('is ahead by what its layers took less than their shares, waiting included', () => {
    const instance = single({relativeDeadlineUs: 1000, offsetUs: 50});
    instance.release();
    expect(instance.finishLayer(250)).toBe(false);
    expect([instance.layer, instance.lagUs]).toEqual([1, 100]);
    expect(instance.finishLayer(1250)).toBe(true);
    expect(instance.lagUs).toBe(-200);
  });

  it('begins the next job afresh, with the time that it waited', () => {
    const instance = single({periodUs: 100, relativeDeadlineUs: 1000});
    instance.release();
    instance.release();
    instance.finishLayer(500);
    instance.approximation.entry = 2;
    instance.approximation.bucket = 9;
    instance.endJob();
    expect(instance).toMatchObject({layer: 0, lagUs: 0, approximation: {entry: 0, bucket: 0}});
    instance.finishLayer(600);
    expect(instance.lagUs).toBe(300 - (600 - 100));
  });

  it('of a network that the tables do not have is refused', () => {
    expect(() => cohort({name: 'lost', network: 4})).toThrow(new RangeError('instance lost: no network 4'));
  });
});

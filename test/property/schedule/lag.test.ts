import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CohortState, type InstanceState} from '../../../src/core/schedule/cohort-state.js';
import {subDeadlinesUs} from '../../../src/core/schedule/sub-deadlines.js';
import {instanceSpec, networkReference} from '../../support/small-tables.js';

const latencies = fc.array(fc.double({min: 0.5, max: 1e5, noNaN: true}), {minLength: 1, maxLength: 20});
const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('sub-deadlines', () => {
  it('add up to the relative deadline, each in proportion to its latency', () => {
    fc.assert(
      fc.property(latencies, fc.double({min: 1, max: 1e7, noNaN: true}), (referenceUs, relativeDeadlineUs) => {
        const shares = subDeadlinesUs(Float64Array.from(referenceUs), relativeDeadlineUs);
        expect(sum(shares) / relativeDeadlineUs).toBeCloseTo(1, 9);
        const perUs = relativeDeadlineUs / sum(referenceUs);
        for (const [layer, share] of shares.entries()) {
          expect(share / ((referenceUs[layer] ?? 0) * perUs)).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

describe('LAG', () => {
  const elapsed = fc.array(fc.double({min: 0, max: 5e4, noNaN: true}), {minLength: 40, maxLength: 40});

  it('is conserved: sub-deadlines of the layers left plus LAG is the time left, at every boundary of every job', () => {
    fc.assert(
      fc.property(latencies, fc.integer({min: 1, max: 50_000}), elapsed, (referenceUs, periodUs, gapsUs) => {
        const spec = instanceSpec({periodUs, relativeDeadlineUs: periodUs * 1.5, offsetUs: 17});
        const network = networkReference('a', {latencyUs: referenceUs.map((us) => [us]), energyUj: []});
        const instance = new CohortState([spec], [network]).instances[0] as InstanceState;
        let nowUs = spec.offsetUs;
        for (const gapUs of gapsUs) {
          nowUs += gapUs;
          while (instance.nextReleaseUs <= nowUs) instance.release();
          if (instance.jobs.length > 0 && instance.finishLayer(nowUs)) instance.endJob();
          const job = instance.jobs[0];
          if (job === undefined || instance.layer === 0) continue;
          const left = sum(instance.subDeadlinesUs.subarray(instance.layer));
          expect(left + instance.lagUs).toBeCloseTo(job.deadlineUs - nowUs, 3);
        }
      }),
    );
  });
});

import {describe, expect, it} from 'vitest';
import {COHORT_SHAPES, shapeInstances} from '../../../../src/core/evaluation/cohort-shape.js';

const REFERENCE_US = [10_000, 6000, 40_000, 20_000];
const TIMING = {deadlineFactor: 1.25, deadlineShare: 0.8, withOffsets: false};

describe('shapeInstances', () => {
  it.each(COHORT_SHAPES)('fills 1 / factor of the time at the reference: %s', (shape) => {
    const instances = shapeInstances(shape, REFERENCE_US, TIMING);
    const load = instances.reduce((total, {network, periodUs}) => total + (REFERENCE_US[network] ?? NaN) / periodUs, 0);
    expect(load).toBeCloseTo(1 / 1.25, 12);
    for (const {periodUs, relativeDeadlineUs} of instances) expect(relativeDeadlineUs / periodUs).toBeCloseTo(0.8, 12);
  });

  it('has one, three, six and four instances', () => {
    expect(COHORT_SHAPES.map((shape) => shapeInstances(shape, REFERENCE_US, TIMING).length)).toEqual([1, 3, 6, 4]);
  });

  it('makes do with a single network', () => {
    for (const shape of COHORT_SHAPES) {
      expect(shapeInstances(shape, [5000], TIMING).every(({network}) => network === 0)).toBe(true);
    }
  });

  it('spreads releases over the period when asked to', () => {
    const offsets = shapeInstances('medium', REFERENCE_US, {...TIMING, withOffsets: true}).map(
      ({offsetUs, periodUs}) => offsetUs / periodUs,
    );
    expect(offsets[0]).toBe(0);
    expect(offsets[1]).toBeCloseTo(1 / 3, 12);
    expect(offsets[2]).toBeCloseTo(2 / 3, 12);
  });
});

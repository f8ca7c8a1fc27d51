import {describe, expect, it} from 'vitest';
import {MaxNPolicy} from '../../../../../src/core/schedule/policies/max-n.js';

describe('max-n', () => {
  const policy = new MaxNPolicy(11_759);

  it('runs everything, original, at the reference', () => {
    expect(policy.start()).toBe(11_759);
    expect(policy.decide()).toEqual({configuration: 11_759, variant: 0, predictedLoss: 0, shortfallUs: 0});
  });

  it('stays there when there is nothing to do, and whatever it sees', () => {
    policy.observe();
    expect(policy.idle()).toMatchObject({configuration: 11_759, wakeConfiguration: 11_759});
  });
});

import {describe, expect, it} from 'vitest';
import {ExecutionNoise} from '../../../src/simulation/execution-noise.js';

const noise = new ExecutionNoise(3);
const executions = Array.from({length: 60_000}, (_, n) => [n % 3, Math.floor(n / 30), Math.floor(n / 3) % 10] as const);
const factors = executions.map((execution) => noise.factor(...execution));

describe('ExecutionNoise', () => {
  it('is the same for the same layer of the same job, in whatever order it is asked for', () => {
    const again = new ExecutionNoise(3);
    const backwards = executions.toReversed().map((execution) => again.factor(...execution));
    expect(backwards.toReversed()).toEqual(factors);
    expect(new ExecutionNoise(4).factor(0, 0, 0)).not.toBe(noise.factor(0, 0, 0));
  });

  it('jitters by 2 %', () => {
    const logs = factors.filter((factor) => factor < 1.15).map(Math.log);
    const spread = Math.sqrt(logs.reduce((sum, log) => sum + log * log, 0) / logs.length);
    expect(spread).toBeCloseTo(0.02, 3);
  });

  it('interferes with 0.3 % of the layers, at 1.3 to 2 times their latency', () => {
    const spikes = factors.filter((factor) => factor > 1.15);
    expect(spikes.length / factors.length).toBeCloseTo(0.003, 3);
    expect(Math.min(...spikes)).toBeGreaterThan(1.3 * 0.92);
    expect(Math.max(...spikes)).toBeLessThan(2 * 1.09);
  });
});

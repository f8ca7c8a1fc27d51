import {describe, expect, it} from 'vitest';
import {mergeClusterClocks} from '../../../../src/simulation/oracles/merged-clocks.js';
import type {ClockGrid} from '../../../../src/simulation/oracles/clock-grid.js';
import type {OracleCosts} from '../../../../src/simulation/oracles/layer-costs.js';

/** Two clusters of two clocks, one of the GPU and one of the memory: a point for each configuration. */
const GRID: ClockGrid = {
  axes: [
    {levels: [1, 2], changeUs: 300},
    {levels: [1, 2], changeUs: 200},
    {levels: [1], changeUs: 100},
    {levels: [1], changeUs: 1000},
  ],
  size: 4,
  pointOf: Int32Array.of(0, 1, 2, 3),
};

function costs(latencyUs: readonly number[], powerMw: readonly number[], idleMw: readonly number[]): OracleCosts {
  return {
    temperatureMc: 0,
    idleMw: 0,
    idleAboveMw: Float64Array.from(idleMw),
    idleMwPerC: 0,
    mwPerC: new Float64Array(4),
    networks: [[{latencyUs: Float64Array.from(latencyUs), powerMw: Float64Array.from(powerMw)}]],
  };
}

describe('clocks of clusters, merged', () => {
  // Slow and cheap; fast; as fast and costlier; faster still.
  const own = costs([20, 10, 10, 5], [1, 4, 5, 20], [1, 2, 3, 4]);
  const merged = mergeClusterClocks(GRID, 0, [own]);

  it('leave out what something else is as good as', () => {
    expect(merged.axes[0]).toEqual({levels: [0, 1, 3], changeUs: 200});
    expect(merged.size).toBe(3);
    expect([...merged.idleMw]).toEqual([1, 2, 4]);
    expect(merged.tables.get(own)).toEqual({
      timesUs: [Float64Array.of(20, 10, 5)],
      energiesNj: [Float64Array.of(20, 40, 100)],
      fastestUs: [5],
    });
  });

  it('keep what is as good in one case and better in another', () => {
    const warm = costs([20, 10, 10, 5], [1, 6, 5, 20], [1, 2, 3, 4]);
    expect(mergeClusterClocks(GRID, 0, [own, warm]).axes[0]?.levels).toEqual([0, 1, 2, 3]);
  });

  it('keep one of several that are alike', () => {
    const alike = costs([10, 10, 10, 10], [5, 5, 5, 5], [1, 1, 1, 1]);
    expect(mergeClusterClocks(GRID, 0, [alike]).axes[0]?.levels).toEqual([0]);
  });
});

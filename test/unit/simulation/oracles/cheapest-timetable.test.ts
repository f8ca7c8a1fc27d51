import {describe, expect, it} from 'vitest';
import {ASSUMED_TRANSITION_TIMES_US, transitionTimeUs} from '../../../../src/core/board/transition.js';
import {cheapestTimetableNj} from '../../../../src/simulation/oracles/cheapest-timetable.js';
import {clockGrid} from '../../../../src/simulation/oracles/clock-grid.js';
import {oracleCosts} from '../../../../src/simulation/oracles/layer-costs.js';
import {mergeClusterClocks} from '../../../../src/simulation/oracles/merged-clocks.js';
import {realiseWork} from '../../../../src/simulation/oracles/realised-work.js';
import {TX2_COEFFICIENTS} from '../../../../src/simulation/world/tx2.js';
import {World} from '../../../../src/simulation/world/world.js';
import {instance, networkTimeUs} from '../../../support/instances.js';
import {sampleNetwork} from '../../../support/sample-sweep.js';
import {smallTx2} from '../../../support/small-tx2.js';

const world = new World(smallTx2(), TX2_COEFFICIENTS, 4);
const {space} = world.board;
const networks = [sampleNetwork('a', 3)];
const fastestUs = networkTimeUs(world, sampleNetwork('a', 3), space.reference);
const costs = oracleCosts(world, networks);
const grid = clockGrid(space, ASSUMED_TRANSITION_TIMES_US);
// Cores may come and go for nothing, here as well.
const times = {...ASSUMED_TRANSITION_TIMES_US, 'cores-online': 0};
const leastUs = (costs.networks[0] ?? []).map(({latencyUs}) => Math.min(...latencyUs));
const all = Array.from({length: space.size}, (_, configuration) => configuration);
const configurations = all.map((configuration) => space.at(configuration));

const ROUNDING = 1 + 1e-9;

interface Way {
  readonly timeUs: number;
  readonly nj: number;
}

/** What the cheapest of all sequences of configurations draws that takes no longer than `limitUs`, by trying them all. */
function triedNj(factors: Float64Array, limitUs: number): number {
  let ways = new Map(all.map((c) => [c, [layerWay(0, c, factors)]]));
  for (let layer = 1; layer < 3; layer += 1) {
    ways = new Map(
      all.map((to) => {
        const own = layerWay(layer, to, factors);
        const reached = [...ways].flatMap(([from, before]) => {
          const change = changeWay(from, to);
          return before.map(({timeUs, nj}) => ({
            timeUs: timeUs + change.timeUs + own.timeUs,
            nj: nj + change.nj + own.nj,
          }));
        });
        return [to, front(reached.filter(({timeUs}) => timeUs <= limitUs))];
      }),
    );
  }
  return Math.min(...[...ways.values()].flat().map(({nj}) => nj));
}

function sumOf(values: Float64Array): number {
  return ROUNDING * values.reduce((sum, value) => sum + value, 0);
}

function layerWay(layer: number, configuration: number, factors: Float64Array): Way {
  const own = costs.networks[0]?.[layer];
  const timeUs = (factors[layer] ?? NaN) * (own?.latencyUs[configuration] ?? NaN);
  return {timeUs, nj: timeUs * (own?.powerMw[configuration] ?? NaN)};
}

function changeWay(from: number, to: number): Way {
  const [before, after] = [configurations[from], configurations[to]];
  if (before === undefined || after === undefined) throw new RangeError('no such configuration');
  const timeUs = transitionTimeUs(before, after, times);
  return {timeUs, nj: timeUs * Math.max(costs.idleAboveMw[from] ?? NaN, costs.idleAboveMw[to] ?? NaN)};
}

/** Only those that no other one is as good as in both. */
function front(ways: readonly Way[]): Way[] {
  const kept: Way[] = [];
  for (const way of ways.toSorted((a, b) => a.timeUs - b.timeUs || a.nj - b.nj)) {
    if (way.nj < (kept.at(-1)?.nj ?? Infinity)) kept.push(way);
  }
  return kept;
}

function boundNj(deadlines: number, jobs: number, finishesUs: Float64Array): number {
  const work = realiseWork(networks, [instance(0, 2 * deadlines, deadlines)], jobs, 5).instances[0];
  if (work === undefined) throw new Error('no work');
  return cheapestTimetableNj(work, finishesUs, mergeClusterClocks(grid, 0, [costs]), () => costs);
}

describe('the cheapest timetable', () => {
  const {factors} = realiseWork(networks, [instance(0, fastestUs)], 1, 5).instances[0] ?? {factors: new Float64Array()};

  it.each([1.05, 1.2, 1.5, 2, 4])('of one job, %d times its work, is nearly what trying everything finds', (factor) => {
    const found = boundNj(factor * fastestUs, 1, new Float64Array(1));
    const tried = triedNj(factors, factor * fastestUs);
    expect(found).toBeLessThan(ROUNDING * tried);
    expect(found).toBeGreaterThan(0.99 * tried);
  });

  it('of jobs far from one another is that of each by itself', () => {
    const both = realiseWork(networks, [instance(0, fastestUs)], 2, 5).instances[0]?.factors ?? new Float64Array();
    const limitUs = 1.3 * fastestUs;
    const tried = triedNj(both.subarray(0, 3), limitUs) + triedNj(both.subarray(3), limitUs);
    const found = boundNj(limitUs, 2, new Float64Array(2));
    expect(found).toBeLessThan(ROUNDING * tried);
    expect(found).toBeGreaterThan(0.99 * tried);
  });

  it('may be as late as the run that it is compared with', () => {
    const inTime = boundNj(1.1 * fastestUs, 1, new Float64Array(1));
    expect(boundNj(1.1 * fastestUs, 1, Float64Array.of(2 * fastestUs))).toBeLessThan(0.99 * inTime);
  });

  it('of a job that cannot be done in time loses hardly any', () => {
    const asFastAsCanBe = triedNj(factors, sumOf(factors.map((factor, layer) => factor * (leastUs[layer] ?? NaN))));
    const found = boundNj(0.5 * fastestUs, 1, new Float64Array(1));
    expect(found).toBeLessThan(ROUNDING * asFastAsCanBe);
    expect(found).toBeGreaterThan(0.9 * asFastAsCanBe);
  });
});

import {levelsOf, relax, type ClockAxis, type ClockGrid} from './clock-grid.js';
import type {LayerCosts} from './layer-costs.js';
import type {InstanceWork} from './realised-work.js';

/**
 * What the jobs of one instance cost at least at a price of time, changes of clocks included: the sum over its jobs of the
 * cheapest path, each begun and ended wherever it likes. In nJ.
 *
 * Cores may come and go for nothing, and a change costs its time alone: both make the sum smaller, as a bound may be.
 *
 * @param step - takes every step-th job only, and scales up: an estimate, for searching a price.
 */
export function cheapestPathsNj(
  work: InstanceWork,
  layers: readonly LayerCosts[],
  grid: ClockGrid,
  priceMw: number,
  step = 1,
): number {
  const full = layers.map((layer) => costsByPoint(layer, grid, priceMw));
  const axes = usefulAxes(full, grid, priceMw, leastFactors(work));
  const points = pointsOf(axes, grid);
  const costs = full.map((cost) => Float64Array.from(points, (point) => cost[point] ?? Infinity));
  const values = new Float64Array(points.length);
  let total = 0;
  let taken = 0;
  for (let job = 0; job < work.jobCount; job += step) {
    total += cheapestPath(work, job, costs, axes, priceMw, values);
    taken += 1;
  }
  return taken === 0 ? 0 : (total * work.jobCount) / taken;
}

function cheapestPath(
  {factors, layerCount}: InstanceWork,
  job: number,
  costs: readonly Float64Array[],
  axes: readonly ClockAxis[],
  priceMw: number,
  values: Float64Array,
): number {
  values.fill(0);
  for (let layer = 0; layer < layerCount; layer += 1) {
    if (layer > 0) relax(values, axes, priceMw);
    const factor = factors[job * layerCount + layer] ?? 1;
    const cost = costs[layer] as Float64Array;
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) + factor * (cost[at] ?? 0);
  }
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Energy above rest and priced time of a layer, the cheapest cores for each combination of clocks. */
function costsByPoint({latencyUs, powerMw}: LayerCosts, {pointOf, size}: ClockGrid, priceMw: number): Float64Array {
  const costs = new Float64Array(size).fill(Infinity);
  for (let configuration = 0; configuration < pointOf.length; configuration += 1) {
    const point = pointOf[configuration] ?? 0;
    const cost = (latencyUs[configuration] ?? 0) * ((powerMw[configuration] ?? 0) + priceMw);
    if (cost < (costs[point] ?? 0)) costs[point] = cost;
  }
  return costs;
}

/**
 * The levels that can be on a cheapest path. A point that costs a layer more than another does, by over twice the change
 * between them, is never worth being in: the other can stand in for it, there and back.
 */
function usefulAxes(
  costs: readonly Float64Array[],
  grid: ClockGrid,
  priceMw: number,
  factors: Float64Array,
): readonly ClockAxis[] {
  const used = grid.axes.map(() => new Set<number>());
  for (const [layer, cost] of costs.entries()) {
    const own = cost.map((value) => (factors[layer] ?? 1) * value);
    const elsewhere = Float64Array.from(own);
    relax(elsewhere, grid.axes, 2 * priceMw);
    for (let point = 0; point < own.length; point += 1) {
      if (own[point] === Infinity || (elsewhere[point] ?? 0) < (own[point] ?? 0)) continue;
      for (const [axis, level] of levelsOf(grid.axes, point).entries()) used[axis]?.add(level);
    }
  }
  return grid.axes.map(({changeUs}, axis) => ({levels: [...(used[axis] ?? [])].toSorted((a, b) => a - b), changeUs}));
}

/** Points of the full grid that the smaller axes span, in the smaller axes' order; their levels are positions in the full ones. */
function pointsOf(axes: readonly ClockAxis[], grid: ClockGrid): readonly number[] {
  return axes.reduce<readonly number[]>(
    (points, {levels}, axis) =>
      points.flatMap((point) => levels.map((level) => point * (grid.axes[axis]?.levels.length ?? 1) + level)),
    [0],
  );
}

function leastFactors({factors, layerCount}: InstanceWork): Float64Array {
  const least = new Float64Array(layerCount).fill(Infinity);
  for (const [at, factor] of factors.entries()) {
    const layer = at % layerCount;
    least[layer] = Math.min(least[layer] ?? Infinity, factor);
  }
  return least;
}

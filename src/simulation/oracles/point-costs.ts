import type {ClockGrid} from './clock-grid.js';
import type {LayerCosts} from './layer-costs.js';

/** Energy above rest and priced time of a layer, the cheapest cores for each combination of clocks. */
export function costsByPoint(
  {latencyUs, powerMw}: LayerCosts,
  {pointOf, size}: ClockGrid,
  priceMw: number,
): Float64Array {
  const costs = new Float64Array(size).fill(Infinity);
  for (let configuration = 0; configuration < pointOf.length; configuration += 1) {
    const point = pointOf[configuration] ?? 0;
    const cost = (latencyUs[configuration] ?? 0) * ((powerMw[configuration] ?? 0) + priceMw);
    if (cost < (costs[point] ?? 0)) costs[point] = cost;
  }
  return costs;
}

/** The least value for each combination of clocks, whatever cores are online. */
export function leastByPoint(values: Float64Array, {pointOf, size}: ClockGrid): Float64Array {
  const least = new Float64Array(size).fill(Infinity);
  for (const [configuration, point] of pointOf.entries()) {
    least[point] = Math.min(least[point] ?? Infinity, values[configuration] ?? Infinity);
  }
  return least;
}

import {pointsOf, relax, type ClockAxis, type ClockGrid} from './clock-grid.js';
import type {LayerCosts, OracleCosts} from './layer-costs.js';
import {costsByPoint} from './point-costs.js';
import type {InstanceWork} from './realised-work.js';

/** What a job of a chain costs. */
export interface ChainJob {
  readonly costs: OracleCosts;
  readonly priceMw: number;
  /** Time before the job that is nobody's and costs nothing, µs. */
  readonly gapUs: number;
}

/**
 * What the jobs of an instance cost at least, one after another, the changes between them included: a job begins where the one
 * before it ended. A change between two jobs has the lower price of both.
 *
 * @param axes - all levels that can be on a cheapest path of any job.
 * @returns nJ, the priced time included.
 */
export function cheapestChainNj(
  {spec, factors, layerCount}: InstanceWork,
  jobs: readonly ChainJob[],
  axes: readonly ClockAxis[],
  grid: ClockGrid,
): number {
  const points = pointsOf(axes, grid);
  const priced = new PricedLayers(spec.network, points, grid);
  const values = new Float64Array(points.length);
  for (const [job, {costs, priceMw, gapUs}] of jobs.entries()) {
    const layers = priced.of(costs, priceMw);
    if (job > 0) relax(values, axes, Math.min(priceMw, jobs[job - 1]?.priceMw ?? 0), gapUs);
    for (const [layer, cost] of layers.entries()) {
      if (layer > 0) relax(values, axes, priceMw);
      const factor = factors[job * layerCount + layer] ?? 1;
      for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) + factor * (cost[at] ?? 0);
    }
  }
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Priced costs of a network's layers at some points, kept for the prices that come again. */
class PricedLayers {
  readonly #network: number;
  readonly #points: readonly number[];
  readonly #grid: ClockGrid;
  readonly #known = new Map<OracleCosts, Map<number, readonly Float64Array[]>>();

  constructor(network: number, points: readonly number[], grid: ClockGrid) {
    this.#network = network;
    this.#points = points;
    this.#grid = grid;
  }

  of(costs: OracleCosts, priceMw: number): readonly Float64Array[] {
    const byPrice = this.#known.get(costs) ?? new Map<number, readonly Float64Array[]>();
    this.#known.set(costs, byPrice);
    const layers = byPrice.get(priceMw) ?? (costs.networks[this.#network] ?? []).map((l) => this.#price(l, priceMw));
    byPrice.set(priceMw, layers);
    return layers;
  }

  #price(layer: LayerCosts, priceMw: number): Float64Array {
    const full = costsByPoint(layer, this.#grid, priceMw);
    return Float64Array.from(this.#points, (point) => full[point] ?? Infinity);
  }
}

import {levelsOf, pointsOf, relax, type ClockAxis, type ClockGrid} from './clock-grid.js';
import type {OracleCosts} from './layer-costs.js';
import {costsByPoint} from './point-costs.js';
import type {InstanceWork, RealisedWork} from './realised-work.js';

/**
 * What jobs cost at least at a price of time, changes of clocks included: each the cheapest path through its layers, begun
 * and ended wherever it likes.
 *
 * Cores may come and go for nothing, and a change costs its time alone: both make the cost smaller, as a bound may be.
 */
export class CheapestPaths {
  readonly #work: RealisedWork;
  readonly #costs: OracleCosts;
  readonly #grid: ClockGrid;
  readonly #priceMw: number;
  /** By network; made when first asked for. */
  readonly #prepared = new Map<number, PreparedNetwork>();
  readonly #known: readonly Float64Array[];

  constructor(work: RealisedWork, costs: OracleCosts, grid: ClockGrid, priceMw: number) {
    this.#work = work;
    this.#costs = costs;
    this.#grid = grid;
    this.#priceMw = priceMw;
    this.#known = work.instances.map(({jobCount}) => new Float64Array(jobCount).fill(NaN));
  }

  /** The cheapest path of one job, the price of its time included, nJ. */
  costNj(instance: number, job: number): number {
    const known = this.#known[instance] as Float64Array;
    const found = known[job] ?? NaN;
    if (!Number.isNaN(found)) return found;
    const work = this.#work.instances[instance] as InstanceWork;
    const cost = cheapestPathNj(work, job, this.#networkOf(work), this.#priceMw);
    known[job] = cost;
    return cost;
  }

  #networkOf({spec: {network}}: InstanceWork): PreparedNetwork {
    const known = this.#prepared.get(network) ?? this.#prepare(network);
    this.#prepared.set(network, known);
    return known;
  }

  #prepare(network: number): PreparedNetwork {
    const layers = this.#costs.networks[network] ?? [];
    const full = layers.map((layer) => costsByPoint(layer, this.#grid, this.#priceMw));
    const running = this.#work.instances.filter(({spec}) => spec.network === network);
    const axes = usefulAxes(full, this.#grid, this.#priceMw, leastFactors(running, layers.length));
    const points = pointsOf(axes, this.#grid);
    const costs = full.map((cost) => Float64Array.from(points, (point) => cost[point] ?? Infinity));
    return {axes, costs, values: new Float64Array(points.length)};
  }
}

/** What the paths of a network's jobs have in common. */
interface PreparedNetwork {
  readonly axes: readonly ClockAxis[];
  /** Priced cost of each layer, without noise, by point. */
  readonly costs: readonly Float64Array[];
  /** Room for one path. */
  readonly values: Float64Array;
}

function cheapestPathNj(
  {factors, layerCount}: InstanceWork,
  job: number,
  {axes, costs, values}: PreparedNetwork,
  priceMw: number,
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

/** The least noise factor of each layer over all jobs of a network. */
function leastFactors(running: readonly InstanceWork[], layerCount: number): Float64Array {
  const least = new Float64Array(layerCount).fill(Infinity);
  for (const {factors} of running) {
    for (const [at, factor] of factors.entries()) {
      const layer = at % layerCount;
      least[layer] = Math.min(least[layer] ?? Infinity, factor);
    }
  }
  return least;
}

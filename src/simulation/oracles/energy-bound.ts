import type {TransitionTimes} from '../../core/board/transition.js';
import type {BoardTruth} from '../board-truth.js';
import {CheapestPaths} from './cheapest-paths.js';
import {clockGrid, type ClockGrid} from './clock-grid.js';
import {oracleCosts, type OracleCosts} from './layer-costs.js';
import {highestOf, PRICE_COUNT, priceMw} from './prices.js';
import type {RealisedWork} from './realised-work.js';
import {wholeRun, type WorkStretch} from './work-stretches.js';

/** Strides of the search for a price: wide ones first, and narrow ones around a price that is nearly right. */
const FAR = 32;
const NEAR = 2;

/**
 * Less energy than this no schedule of the original networks can draw, knowing every latency beforehand.
 *
 * Everything a board does until `durationUs` is idling at least, plus what its jobs draw above that; and the jobs of a
 * stretch of time have to fit into it. With a price λ on time in place of that constraint, each job takes its cheapest path
 * by itself, and E ≥ idle · W + Σ over stretches (Σ path(λ) − λ · length) holds for every λ ≥ 0 of each stretch. The largest
 * of them is the bound. Without stretches it knows of deadlines only that all work has to be done by `durationUs`.
 *
 * With transitions, the clocks' changes inside a job count. The bound then holds where jobs run one after the other; a job
 * that interrupts another could share a change with it.
 *
 * **Source:** DESIGN.md §10; Lagrangian duality.
 */
export class EnergyBound {
  readonly #costs: OracleCosts;
  readonly #grid: ClockGrid;
  readonly #work: RealisedWork;
  readonly #leastNj = new Map<number, readonly Float64Array[]>();
  readonly #paths = new Map<number, CheapestPaths>();

  constructor(world: BoardTruth, work: RealisedWork, times: TransitionTimes) {
    this.#work = work;
    this.#costs = oracleCosts(world, work.networks);
    this.#grid = clockGrid(world.board.space, times);
  }

  /** The bound when transitions cost nothing, µJ. */
  freeUj(durationUs: number, stretches = wholeRun(this.#work, durationUs)): number {
    const above = stretches.map((stretch) => this.#freeNj(stretch, this.#freePrice(stretch)));
    return (this.#costs.idleMw * durationUs + sum(above)) / 1000;
  }

  /** The bound with the times of transitions, µJ. */
  withTransitionsUj(durationUs: number, stretches = wholeRun(this.#work, durationUs)): number {
    const above = stretches.map((stretch) => {
      const value = (price: number) => this.#pathsNj(stretch, price);
      return value(highestOf(value, this.#freePrice(stretch), NEAR));
    });
    return (this.#costs.idleMw * durationUs + sum(above)) / 1000;
  }

  #freePrice(stretch: WorkStretch): number {
    return highestOf((price) => this.#freeNj(stretch, price), PRICE_COUNT >> 1, FAR);
  }

  /** Energy above idle that a stretch takes at least at a price, transitions for nothing. */
  #freeNj({lengthUs, first, end}: WorkStretch, price: number): number {
    const least = this.#leastAt(price);
    let total = -priceMw(price) * lengthUs;
    for (const [instance, {spec, factors, layerCount}] of this.#work.instances.entries()) {
      const leastNj = least[spec.network] ?? new Float64Array();
      const until = (end[instance] ?? 0) * layerCount;
      for (let at = (first[instance] ?? 0) * layerCount; at < until; at += 1) {
        total += (factors[at] ?? 0) * (leastNj[at % layerCount] ?? 0);
      }
    }
    return total;
  }

  #pathsNj({lengthUs, first, end}: WorkStretch, price: number): number {
    const paths = this.#pathsAt(price);
    let total = -priceMw(price) * lengthUs;
    for (const instance of this.#work.instances.keys()) {
      const until = end[instance] ?? 0;
      for (let job = first[instance] ?? 0; job < until; job += 1) total += paths.costNj(instance, job);
    }
    return total;
  }

  /** Cheapest cost of each layer at a price, by network. */
  #leastAt(price: number): readonly Float64Array[] {
    const known = this.#leastNj.get(price);
    if (known !== undefined) return known;
    const mw = priceMw(price);
    const least = this.#costs.networks.map((layers) =>
      Float64Array.from(layers, ({latencyUs, powerMw}) => {
        let cheapest = Infinity;
        for (let c = 0; c < latencyUs.length; c += 1) {
          cheapest = Math.min(cheapest, (latencyUs[c] ?? 0) * ((powerMw[c] ?? 0) + mw));
        }
        return cheapest;
      }),
    );
    this.#leastNj.set(price, least);
    return least;
  }

  #pathsAt(price: number): CheapestPaths {
    const known = this.#paths.get(price) ?? new CheapestPaths(this.#work, this.#costs, this.#grid, priceMw(price));
    this.#paths.set(price, known);
    return known;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

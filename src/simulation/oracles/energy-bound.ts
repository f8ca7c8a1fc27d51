import type {TransitionTimes} from '../../core/board/transition.js';
import type {BoardTruth} from '../board-truth.js';
import {cheapestPathsNj} from './cheapest-paths.js';
import {clockGrid, type ClockGrid} from './clock-grid.js';
import {oracleCosts, type OracleCosts} from './layer-costs.js';
import type {RealisedWork} from './realised-work.js';

/** Prices of time that are looked at, mW: from next to nothing to one that buys the last microsecond. */
const LOWEST_PRICE_MW = 1;
const HIGHEST_PRICE_MW = 1e9;
/** Rounds of the search; each one narrows the prices by the golden section. */
const ROUNDS = 40;
const TRANSITION_ROUNDS = 8;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** How far the best price with transitions is looked for around the best one without. */
const PRICE_SPAN = 3;
/** About how many jobs of an instance the search for a price looks at. */
const SEARCH_JOBS = 100;

/** Energy that the jobs cost at a price of time, the price included, nJ. */
interface PricedWork {
  readonly priceMw: number;
  readonly workNj: number;
}

/**
 * Less energy than this no schedule of the original networks can draw, knowing every latency beforehand.
 *
 * Everything a board does until `durationUs` is idling at least, plus what its jobs draw above that; and the jobs have to
 * fit into the time. With a price λ on time in place of that constraint, each job takes its cheapest path by itself, and
 * E ≥ idle · W + Σ path(λ) − λ · W holds for every λ ≥ 0. The largest of them is the bound.
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
  #withTransitions: readonly PricedWork[] | undefined;

  constructor(world: BoardTruth, work: RealisedWork, times: TransitionTimes) {
    this.#work = work;
    this.#costs = oracleCosts(world, work.networks);
    this.#grid = clockGrid(world.board.space, times);
  }

  /** The bound when transitions cost nothing, µJ. */
  freeUj(durationUs: number): number {
    const at = (priceMw: number) => this.#bound({priceMw, workNj: this.#freeNj(priceMw)}, durationUs);
    return Math.max(at(0), at(bestPrice(at, LOWEST_PRICE_MW, HIGHEST_PRICE_MW, ROUNDS))) / 1000;
  }

  /** The bound with the times of transitions, µJ. */
  withTransitionsUj(durationUs: number): number {
    this.#withTransitions ??= this.#priceTransitions(durationUs);
    return Math.max(...this.#withTransitions.map((priced) => this.#bound(priced, durationUs))) / 1000;
  }

  #bound({priceMw, workNj}: PricedWork, durationUs: number): number {
    return (this.#costs.idleMw - priceMw) * durationUs + workNj;
  }

  /** Any price gives a bound; these are near the best one. */
  #priceTransitions(durationUs: number): readonly PricedWork[] {
    const free = (priceMw: number) => this.#bound({priceMw, workNj: this.#freeNj(priceMw)}, durationUs);
    const around = bestPrice(free, LOWEST_PRICE_MW, HIGHEST_PRICE_MW, ROUNDS);
    const sampled = (priceMw: number) =>
      this.#bound({priceMw, workNj: this.#pathsNj(priceMw, SEARCH_JOBS)}, durationUs);
    const best = bestPrice(sampled, around / PRICE_SPAN, around * PRICE_SPAN, TRANSITION_ROUNDS);
    return [0, around, best].map((priceMw) => ({priceMw, workNj: this.#pathsNj(priceMw, Infinity)}));
  }

  #freeNj(priceMw: number): number {
    let total = 0;
    for (const {spec, factorSums} of this.#work.instances) {
      for (const [layer, {latencyUs, powerMw}] of (this.#costs.networks[spec.network] ?? []).entries()) {
        let least = Infinity;
        for (let c = 0; c < latencyUs.length; c += 1) {
          const cost = (latencyUs[c] ?? 0) * ((powerMw[c] ?? 0) + priceMw);
          if (cost < least) least = cost;
        }
        total += (factorSums[layer] ?? 0) * least;
      }
    }
    return total;
  }

  #pathsNj(priceMw: number, jobs: number): number {
    return this.#work.instances.reduce((total, work) => {
      const layers = this.#costs.networks[work.spec.network] ?? [];
      const step = Math.max(1, Math.floor(work.jobCount / jobs));
      return total + cheapestPathsNj(work, layers, this.#grid, priceMw, step);
    }, 0);
  }
}

/** Golden-section search for the maximum of a concave function, on a logarithmic scale. */
function bestPrice(value: (priceMw: number) => number, low: number, high: number, rounds: number): number {
  let [a, b] = [Math.log(low), Math.log(high)];
  let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [atC, atD] = [value(Math.exp(c)), value(Math.exp(d))];
  for (let round = 0; round < rounds; round += 1) {
    if (atC > atD) {
      [b, d, atD] = [d, c, atC];
      c = b - GOLDEN * (b - a);
      atC = value(Math.exp(c));
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + GOLDEN * (b - a);
      atD = value(Math.exp(d));
    }
  }
  return Math.exp(atC > atD ? c : d);
}

import type {TransitionTimes} from '../../core/board/transition.js';
import type {BoardTruth} from '../board-truth.js';
import {cheapestChainNj, type ChainJob} from './cheapest-chain.js';
import {CheapestPaths} from './cheapest-paths.js';
import {clockGrid, joinedAxes, type ClockAxis, type ClockGrid} from './clock-grid.js';
import {oracleCosts, warmerCosts, type OracleCosts} from './layer-costs.js';
import {coldest, leastWarmth, stepsOfJobs, WARMTH_STEP_C, type LeastWarmth} from './least-warmth.js';
import {highestOf, PRICE_COUNT, priceMw} from './prices.js';
import type {RealisedWork} from './realised-work.js';
import {timeWindows, wholeRun, workStretches, type FinishTimes, type WorkStretch} from './work-stretches.js';

/** Strides of the search for a price: wide ones first, and narrow ones around a price that is nearly right. */
const FAR = 32;
const NEAR = 2;
/** By how many prices all of a chain's are lowered or raised. */
const CHAIN_STEPS = [-4, -2, 0, 2, 4];
/** Windows of time for which a least temperature is known: short beside the die's time constant, long beside a job. */
const WINDOW_US = 2e6;

/**
 * Less energy than this no schedule of the original networks can draw, knowing every latency beforehand.
 *
 * Everything a board does until `durationUs` is idling at least, plus what its jobs draw above that; and the jobs of a
 * stretch of time have to fit into it. With a price λ on time in place of that constraint, each job takes its cheapest path
 * by itself, and E ≥ idle · W + Σ over stretches (Σ path(λ) − λ · length) holds for every λ ≥ 0 of each stretch. The largest
 * of them is the bound. Without finish times it knows of deadlines only that all work has to be done by `durationUs`.
 *
 * What a window of time takes at least warms the die, and a warmer die leaks more: with finish times, jobs and idling are
 * charged at the least temperature that follows from the windows before.
 *
 * With transitions, the clocks' changes inside a job count. The bound then holds where jobs run one after the other; a job
 * that interrupts another could share a change with it.
 *
 * **Source:** DESIGN.md §10; Lagrangian duality.
 */
export class EnergyBound {
  readonly #world: BoardTruth;
  readonly #work: RealisedWork;
  readonly #grid: ClockGrid;
  /** By step of warmth. */
  readonly #costs: OracleCosts[];
  /** By step of warmth, then price. */
  readonly #leastNj: Map<number, readonly Float64Array[]>[] = [];
  readonly #paths: Map<number, CheapestPaths>[] = [];
  #lastKnown: {durationUs: number; finishesUs: FinishTimes | undefined; known: Known} | undefined;

  constructor(world: BoardTruth, work: RealisedWork, times: TransitionTimes) {
    this.#world = world;
    this.#work = work;
    this.#costs = [oracleCosts(world, work.networks)];
    this.#grid = clockGrid(world.board.space, times);
  }

  /** The bound when transitions cost nothing, µJ. @param finishesUs - when jobs were done at the latest. */
  freeUj(durationUs: number, finishesUs?: FinishTimes): number {
    const {stretches, warmth} = this.#known(durationUs, finishesUs);
    const above = stretches.map((stretch) => this.#freeNj(stretch, this.#freePrice(stretch, warmth), warmth));
    return (this.#idleNj(durationUs, warmth) + sum(above)) / 1000;
  }

  /** The bound with the times of transitions, µJ. @param finishesUs - when jobs were done at the latest. */
  withTransitionsUj(durationUs: number, finishesUs?: FinishTimes): number {
    const {stretches, warmth} = this.#known(durationUs, finishesUs);
    const priced = stretches.map((stretch) => {
      const value = (price: number) => this.#pathsNj(stretch, price, warmth);
      const price = highestOf(value, this.#freePrice(stretch, warmth), NEAR);
      return {stretch, price, aboveNj: value(price)};
    });
    const apartNj = sum(priced.map(({aboveNj}) => aboveNj));
    // The order in which the jobs of several instances run is the policy's; that of one instance's is known.
    const aboveNj = this.#work.instances.length === 1 ? Math.max(apartNj, this.#chainNj(priced, warmth)) : apartNj;
    return (this.#idleNj(durationUs, warmth) + aboveNj) / 1000;
  }

  /** The largest of what follows from some prices: those of jobs by themselves, and all of them lower or higher. */
  #chainNj(priced: readonly PricedStretch[], warmth: LeastWarmth): number {
    return Math.max(
      ...CHAIN_STEPS.map((step) =>
        this.#chainAtNj(
          priced.map((own) => raised(own, step)),
          warmth,
        ),
      ),
    );
  }

  /** Energy above idle of a cohort of one, its jobs in a row. */
  #chainAtNj(priced: readonly PricedStretch[], {jobSteps}: LeastWarmth): number {
    const jobs: ChainJob[] = [];
    let axes: readonly ClockAxis[] | undefined;
    let freeUs = Infinity;
    for (const {stretch, price} of priced) {
      for (let job = stretch.first[0] ?? 0; job < (stretch.end[0] ?? 0); job += 1) {
        const step = jobSteps[0]?.[job] ?? 0;
        const own = this.#pathsAt(step, price).axesOf(0);
        axes = axes === undefined ? own : joinedAxes(axes, own);
        const gapUs = job === stretch.first[0] ? stretch.startUs - freeUs : 0;
        jobs.push({costs: this.#costsAt(step), priceMw: priceMw(price), gapUs});
      }
      freeUs = stretch.startUs + stretch.lengthUs;
    }
    const [work] = this.#work.instances;
    if (work === undefined || axes === undefined) return 0;
    const timeNj = sum(priced.map(({stretch, price}) => priceMw(price) * stretch.lengthUs));
    return cheapestChainNj(work, jobs, axes, this.#grid) - timeNj;
  }

  /** Both bounds are asked of the same run, one after the other. */
  #known(durationUs: number, finishesUs: FinishTimes | undefined): Known {
    const last = this.#lastKnown;
    if (last !== undefined && last.durationUs === durationUs && last.finishesUs === finishesUs) return last.known;
    const known = this.#find(durationUs, finishesUs);
    this.#lastKnown = {durationUs, finishesUs, known};
    return known;
  }

  #find(durationUs: number, finishesUs: FinishTimes | undefined): Known {
    const work = this.#work;
    const cold = coldest(work, durationUs);
    if (finishesUs === undefined) return {stretches: wholeRun(work, durationUs), warmth: cold};
    const leastNj = timeWindows(work, finishesUs, WINDOW_US, durationUs).map((window) =>
      Math.max(0, this.#freeNj(window, this.#freePrice(window, cold), cold)),
    );
    const windows = leastWarmth(this.#world, this.#costsAt(0), WINDOW_US, leastNj);
    const warmth = {...windows, jobSteps: stepsOfJobs(work, finishesUs, windows)};
    return {stretches: workStretches(work, finishesUs), warmth};
  }

  #idleNj(durationUs: number, {steps, windowUs}: LeastWarmth): number {
    const {idleMw, idleMwPerC} = this.#costsAt(0);
    return steps.reduce((total, step, window) => {
      const lengthUs = Math.min(windowUs, durationUs - window * windowUs);
      return total + lengthUs * (idleMw + step * WARMTH_STEP_C * idleMwPerC);
    }, 0);
  }

  #freePrice(stretch: WorkStretch, warmth: LeastWarmth): number {
    return highestOf((price) => this.#freeNj(stretch, price, warmth), PRICE_COUNT >> 1, FAR);
  }

  /** Energy above idle that a stretch takes at least at a price, transitions for nothing. */
  #freeNj({lengthUs, first, end}: WorkStretch, price: number, {jobSteps}: LeastWarmth): number {
    let total = -priceMw(price) * lengthUs;
    for (const [instance, {spec, factors, layerCount}] of this.#work.instances.entries()) {
      const until = end[instance] ?? 0;
      for (let job = first[instance] ?? 0; job < until; job += 1) {
        const leastNj = this.#leastAt(jobSteps[instance]?.[job] ?? 0, price)[spec.network] ?? new Float64Array();
        for (let layer = 0; layer < layerCount; layer += 1) {
          total += (factors[job * layerCount + layer] ?? 0) * (leastNj[layer] ?? 0);
        }
      }
    }
    return total;
  }

  #pathsNj({lengthUs, first, end}: WorkStretch, price: number, {jobSteps}: LeastWarmth): number {
    let total = -priceMw(price) * lengthUs;
    for (const instance of this.#work.instances.keys()) {
      const until = end[instance] ?? 0;
      for (let job = first[instance] ?? 0; job < until; job += 1) {
        total += this.#pathsAt(jobSteps[instance]?.[job] ?? 0, price).costNj(instance, job);
      }
    }
    return total;
  }

  #costsAt(step: number): OracleCosts {
    const [cold] = this.#costs as [OracleCosts, ...OracleCosts[]];
    return (this.#costs[step] ??= warmerCosts(cold, step * WARMTH_STEP_C));
  }

  /** Cheapest cost of each layer at a price, by network. */
  #leastAt(step: number, price: number): readonly Float64Array[] {
    const byPrice = (this.#leastNj[step] ??= new Map());
    const known = byPrice.get(price);
    if (known !== undefined) return known;
    const mw = priceMw(price);
    const least = this.#costsAt(step).networks.map((layers) =>
      Float64Array.from(layers, ({latencyUs, powerMw}) => {
        let cheapest = Infinity;
        for (let c = 0; c < latencyUs.length; c += 1) {
          cheapest = Math.min(cheapest, (latencyUs[c] ?? 0) * ((powerMw[c] ?? 0) + mw));
        }
        return cheapest;
      }),
    );
    byPrice.set(price, least);
    return least;
  }

  #pathsAt(step: number, price: number): CheapestPaths {
    const byPrice = (this.#paths[step] ??= new Map());
    const known = byPrice.get(price) ?? new CheapestPaths(this.#work, this.#costsAt(step), this.#grid, priceMw(price));
    byPrice.set(price, known);
    return known;
  }
}

/** A stretch, with the position of a price of its time. */
interface PricedStretch {
  readonly stretch: WorkStretch;
  readonly price: number;
}

function raised({stretch, price}: PricedStretch, steps: number): PricedStretch {
  return {stretch, price: Math.min(PRICE_COUNT - 1, Math.max(0, price + steps))};
}

/** What follows from knowing when jobs were done. */
interface Known {
  readonly stretches: readonly WorkStretch[];
  readonly warmth: LeastWarmth;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

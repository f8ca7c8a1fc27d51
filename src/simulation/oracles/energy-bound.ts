import type {TransitionTimes} from '../../core/board/transition.js';
import type {BoardTruth} from '../board-truth.js';
import {CheapestPaths} from './cheapest-paths.js';
import {cheapestTimetableNj} from './cheapest-timetable.js';
import {clockGrid, type ClockGrid} from './clock-grid.js';
import {oracleCosts, warmerCosts, type OracleCosts} from './layer-costs.js';
import {coldest, leastWarmth, stepsOfJobs, WARMTH_STEP_C, type LeastWarmth} from './least-warmth.js';
import {mergeClusterClocks} from './merged-clocks.js';
import {highestOf, PRICE_COUNT, priceMw} from './prices.js';
import type {InstanceWork, RealisedWork} from './realised-work.js';
import {timeWindows, wholeRun, workStretches, type FinishTimes, type WorkStretch} from './work-stretches.js';

/** Strides of the search for a price: wide ones first, and narrow ones around a price that is nearly right. */
const FAR = 32;
const NEAR = 2;
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
 * that interrupts another could share a change with it. A price of time mixes clocks that are too slow with clocks that are
 * faster than need be, as if there were no change between them; the jobs of an instance that is alone run in a known order,
 * and are bounded by the cheapest timetable instead.
 *
 * **Source:** DESIGN.md §10; Lagrangian duality; dynamic programming for one instance.
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
    const apartNj = stretches.reduce((total, stretch) => {
      const value = (price: number) => this.#pathsNj(stretch, price, warmth);
      return total + value(highestOf(value, this.#freePrice(stretch, warmth), NEAR));
    }, 0);
    // The order in which the jobs of several instances run is the policy's; that of one instance's is known.
    const alone = finishesUs !== undefined && this.#work.instances.length === 1;
    const aboveNj = alone ? Math.max(apartNj, this.#timetableNj(finishesUs, warmth)) : apartNj;
    return (this.#idleNj(durationUs, warmth) + aboveNj) / 1000;
  }

  /** Energy above idle of a cohort of one, its jobs one after another in real time. */
  #timetableNj(finishesUs: FinishTimes, {jobSteps}: LeastWarmth): number {
    const [work] = this.#work.instances as [InstanceWork];
    const steps = jobSteps[0] ?? new Uint8Array(work.jobCount);
    const costs = [...new Set(steps)].map((step) => this.#costsAt(step));
    const clocks = mergeClusterClocks(this.#grid, work.spec.network, costs);
    const ownFinishesUs = finishesUs[0] ?? new Float64Array();
    return cheapestTimetableNj(work, ownFinishesUs, clocks, (job) => this.#costsAt(steps[job] ?? 0));
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

/** What follows from knowing when jobs were done. */
interface Known {
  readonly stretches: readonly WorkStretch[];
  readonly warmth: LeastWarmth;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type {PlanSet} from '../tables/tables.js';
import type {InstanceSpec} from './instance.js';
import type {Margin} from './margin.js';
import type {Reserve} from './reserve.js';

/** How little time a cohort has, run as fast as its plans can. */
export interface Tightness {
  /** Some of its jobs cannot meet their deadlines even if nothing interferes. */
  readonly isOverloaded: boolean;
  /** Share of its jobs that could not, if one interference hit them. */
  readonly tightShare: number;
}

/** A job to come. */
interface Coming {
  readonly network: number;
  readonly releaseUs: number;
  readonly deadlineUs: number;
}

/**
 * Looks at a cohort before its first release, as far as the second job of the instance that is released most seldom: in every
 * stretch of time from a release to a deadline, the jobs that lie within it have to fit.
 *
 * **Source:** processor demand analysis of earliest-deadline-first (Baruah, Rosier, Howell 1990).
 */
export function tightnessOf(
  instances: readonly InstanceSpec[],
  plans: PlanSet,
  {workFactor}: Margin,
  reserve: Reserve,
): Tightness {
  const jobs = jobsToCome(instances);
  const most = plans.keys.length - 1;
  const tight = new Set<Coming>();
  let isOverloaded = false;
  for (const {releaseUs: startUs} of jobs) {
    let workUs = 0;
    let reserveUs = 0;
    for (const job of jobs) {
      if (job.releaseUs < startUs) continue;
      workUs += workFactor * (plans.networks[job.network]?.jobTimeUs[most] ?? Infinity);
      reserveUs = Math.max(reserveUs, reserve.jobUs(job.network, most));
      const leftUs = job.deadlineUs - startUs - workUs;
      if (leftUs < 0) isOverloaded = true;
      if (leftUs < reserveUs) tight.add(job);
    }
  }
  return {isOverloaded, tightShare: tight.size / jobs.length};
}

/** By deadline. */
function jobsToCome(instances: readonly InstanceSpec[]): readonly Coming[] {
  const horizonUs = Math.max(...instances.map(({offsetUs, periodUs}) => offsetUs + 2 * periodUs));
  const jobs = instances.flatMap(({network, offsetUs, periodUs, relativeDeadlineUs}) =>
    Array.from({length: Math.ceil((horizonUs - offsetUs) / periodUs)}, (_, job) => {
      const releaseUs = offsetUs + job * periodUs;
      return {network, releaseUs, deadlineUs: releaseUs + relativeDeadlineUs};
    }),
  );
  return jobs.toSorted((a, b) => a.deadlineUs - b.deadlineUs);
}

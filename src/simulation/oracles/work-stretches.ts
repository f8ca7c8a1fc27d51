import {deadlineUs, releaseUs, type InstanceWork, type RealisedWork} from './realised-work.js';

/** A stretch of time with all jobs that have to begin and end within it. */
export interface WorkStretch {
  readonly startUs: number;
  readonly lengthUs: number;
  /** First job of each instance, and the one behind its last. */
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/** When each job was done, µs: `[instance][job]`. */
export type FinishTimes = readonly Float64Array[];

/**
 * Cuts a run where no job is under way: stretches that no job's time, from its release to its deadline, leads out of. A job
 * that was done later than its deadline takes its time until then.
 */
export function workStretches(work: RealisedWork, finishesUs: FinishTimes): readonly WorkStretch[] {
  const stretches: WorkStretch[] = [];
  const next = new Int32Array(work.instances.length);
  for (;;) {
    const opener = earliestRelease(work.instances, next);
    if (opener === undefined) return stretches;
    const first = Int32Array.from(next);
    const startUs = releaseUs(opener.work, opener.job);
    let endUs = startUs;
    for (let at: Opener | undefined = opener; at !== undefined; at = earliestRelease(work.instances, next)) {
      const {instance, job} = at;
      const releasedUs = releaseUs(at.work, job);
      if (releasedUs >= endUs && at !== opener) break;
      endUs = Math.max(endUs, dueUs(at.work, job, finishesUs[instance]));
      next[instance] = job + 1;
    }
    stretches.push({startUs, lengthUs: endUs - startUs, first, end: Int32Array.from(next)});
  }
}

/** Equal stretches of time from the start on, each with the jobs that have to begin and end within it. */
export function timeWindows(
  {instances}: RealisedWork,
  finishesUs: FinishTimes,
  windowUs: number,
  durationUs: number,
): readonly WorkStretch[] {
  const windows: WorkStretch[] = [];
  const next = new Int32Array(instances.length);
  for (let startUs = 0; startUs < durationUs; startUs += windowUs) {
    const lengthUs = Math.min(windowUs, durationUs - startUs);
    const first = new Int32Array(instances.length);
    for (const [instance, work] of instances.entries()) {
      let job = next[instance] ?? 0;
      while (job < work.jobCount && releaseUs(work, job) < startUs) job += 1;
      first[instance] = job;
      while (job < work.jobCount && dueUs(work, job, finishesUs[instance]) <= startUs + lengthUs) job += 1;
      next[instance] = job;
    }
    windows.push({startUs, lengthUs, first, end: Int32Array.from(next)});
  }
  return windows;
}

/** Until when a job takes its time: its deadline, or when it was done, if that was later. */
export function dueUs(work: InstanceWork, job: number, finishesUs: Float64Array | undefined): number {
  return Math.max(deadlineUs(work, job), finishesUs?.[job] ?? 0);
}

/** All jobs in one stretch: nothing is known of deadlines but the last one. */
export function wholeRun({instances}: RealisedWork, lengthUs: number): readonly WorkStretch[] {
  const end = Int32Array.from(instances, ({jobCount}) => jobCount);
  return [{startUs: 0, lengthUs, first: new Int32Array(instances.length), end}];
}

interface Opener {
  readonly instance: number;
  readonly job: number;
  readonly work: InstanceWork;
}

function earliestRelease(instances: readonly InstanceWork[], next: Int32Array): Opener | undefined {
  let earliest: Opener | undefined;
  let earliestUs = Infinity;
  for (const [instance, work] of instances.entries()) {
    const job = next[instance] ?? 0;
    const atUs = releaseUs(work, job);
    if (job >= work.jobCount || atUs >= earliestUs) continue;
    earliest = {instance, job, work};
    earliestUs = atUs;
  }
  return earliest;
}

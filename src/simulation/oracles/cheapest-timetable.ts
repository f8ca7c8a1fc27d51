import type {ClockAxis} from './clock-grid.js';
import type {OracleCosts} from './layer-costs.js';
import type {MergedClocks, MergedTable} from './merged-clocks.js';
import {dueUs, type FinishTimes} from './work-stretches.js';
import {releaseUs, type InstanceWork} from './realised-work.js';
import {Timetable, wholeSteps, type JobTimes, type TimedLayer} from './timetable.js';

/**
 * Steps into which the longest time that a job has to spare is cut: more where there is less to spare, since few clocks are fast
 * enough then.
 */
const SPARE_STEPS = {least: 128, most: 400};
const MOST_STEPS_BELOW_US = 1500;

/**
 * What the jobs of an instance that is alone draw at least, one after another, each between its release and the time that it
 * was due (or done, where that was later), changes of clocks included.
 *
 * Dynamic programming over layers, clocks and time. Time is what a job has lost to its fastest: in steps, and every loss is
 * rounded down to one, so that what is found is never more than the least.
 *
 * @param costsOf - of each job, one of those that `clocks` was made of.
 * @returns nJ above idle. A job that cannot be done in time loses none.
 */
export function cheapestTimetableNj(
  work: InstanceWork,
  finishesUs: FinishTimes[number],
  clocks: MergedClocks,
  costsOf: (job: number) => OracleCosts,
): number {
  const tableOf = (job: number) => clocks.tables.get(costsOf(job)) as MergedTable;
  const times = Array.from({length: work.jobCount}, (_, job) => timesOf(work, job, tableOf(job), finishesUs));
  const stepUs = stepFor(times, clocks.axes);
  const jobs = times.map((own, job) => ({...own, layers: layersOf(work, job, tableOf(job), stepUs)}));
  const front = new Timetable(clocks, stepUs, jobs);
  for (const [index, job] of jobs.entries()) {
    const before = jobs[index - 1];
    if (before !== undefined) front.wait(job.startUs - before.startUs - before.fastestUs);
    front.run(job);
  }
  return front.leastNj();
}

function timesOf(work: InstanceWork, job: number, {fastestUs}: MergedTable, finishesUs: Float64Array): JobTimes {
  const startUs = releaseUs(work, job);
  const ownUs = fastestUs.reduce((sum, us, layer) => sum + us * factorOf(work, job, layer), 0);
  return {startUs, fastestUs: ownUs, spareUs: dueUs(work, job, finishesUs) - startUs - ownUs};
}

function layersOf(
  work: InstanceWork,
  job: number,
  {timesUs, energiesNj, fastestUs}: MergedTable,
  stepUs: number,
): readonly TimedLayer[] {
  const lostUs = new Float64Array(timesUs[0]?.length ?? 0);
  return timesUs.map((pointsUs, layer) => {
    const factor = factorOf(work, job, layer);
    const lostSteps = Int32Array.from(pointsUs, (us, point) => {
      const beforeUs = lostUs[point] ?? 0;
      const behindUs = beforeUs + factor * (us - (fastestUs[layer] ?? 0));
      lostUs[point] = behindUs;
      return wholeSteps(behindUs, stepUs) - wholeSteps(beforeUs, stepUs);
    });
    return {factor, energiesNj: energiesNj[layer] as Float64Array, lostSteps};
  });
}

function factorOf({factors, layerCount}: InstanceWork, job: number, layer: number): number {
  return factors[job * layerCount + layer] ?? 1;
}

/** A whole number of steps is the shortest change of clocks. */
function stepFor(jobs: readonly JobTimes[], axes: readonly ClockAxis[]): number {
  const longestUs = jobs.reduce((most, {spareUs}) => Math.max(most, spareUs), 1);
  const share = Math.min(1, MOST_STEPS_BELOW_US / longestUs);
  const aboutUs = longestUs / Math.max(SPARE_STEPS.least, share * SPARE_STEPS.most);
  const changeUs = axes.reduce((least, axis) => (axis.changeUs > 0 ? Math.min(least, axis.changeUs) : least), Infinity);
  return changeUs === Infinity ? aboutUs : changeUs / Math.ceil(changeUs / aboutUs);
}

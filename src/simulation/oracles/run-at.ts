import type {OracleCosts} from './layer-costs.js';
import {deadlineUs, releaseUs, type InstanceWork, type RealisedWork} from './realised-work.js';

/**
 * Runs all jobs at one configuration, by earliest deadline.
 *
 * @param onDone - told of every job in the order of their ends; the run stops when it returns false.
 */
export function runAt(
  {instances}: RealisedWork,
  networks: OracleCosts['networks'],
  configuration: number,
  onDone: (instance: number, job: number, finishUs: number) => boolean,
): void {
  const done = instances.map(() => ({job: 0, layer: 0}));
  let nowUs = 0;
  for (;;) {
    const running = earliestDeadline(instances, done, nowUs);
    if (running.instance < 0) {
      if (running.nextReleaseUs === Infinity) return;
      nowUs = running.nextReleaseUs;
      continue;
    }
    const work = instances[running.instance] as InstanceWork;
    const at = done[running.instance] as {job: number; layer: number};
    const latencyUs = networks[work.spec.network]?.[at.layer]?.latencyUs[configuration] ?? 0;
    nowUs += latencyUs * (work.factors[at.job * work.layerCount + at.layer] ?? 1);
    at.layer += 1;
    if (at.layer < work.layerCount) continue;
    if (!onDone(running.instance, at.job, nowUs)) return;
    at.job += 1;
    at.layer = 0;
  }
}

/** The released job with the earliest deadline; of none, -1 and when the next one comes. */
function earliestDeadline(
  instances: readonly InstanceWork[],
  done: readonly {readonly job: number}[],
  nowUs: number,
): {readonly instance: number; readonly nextReleaseUs: number} {
  let [instance, earliestUs, nextReleaseUs] = [-1, Infinity, Infinity];
  for (const [index, work] of instances.entries()) {
    const job = done[index]?.job ?? 0;
    if (job >= work.jobCount) continue;
    const released = releaseUs(work, job);
    if (released > nowUs) nextReleaseUs = Math.min(nextReleaseUs, released);
    else if (deadlineUs(work, job) < earliestUs) {
      earliestUs = deadlineUs(work, job);
      instance = index;
    }
  }
  return {instance, nextReleaseUs};
}

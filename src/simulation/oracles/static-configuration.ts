import type {BoardTruth} from '../board-truth.js';
import {oracleCosts, type OracleCosts} from './layer-costs.js';
import {deadlineUs, lastDeadlineUs, type InstanceWork, type RealisedWork} from './realised-work.js';
import {runAt} from './run-at.js';
import type {FinishTimes} from './work-stretches.js';

/**
 * The single configuration, kept from the first job to the last, idle time included, that draws the least energy with at
 * most `allowedMisses` missed deadlines; the reference where none does.
 */
export function bestStaticConfiguration(world: BoardTruth, work: RealisedWork, allowedMisses: number): number {
  const costs = oracleCosts(world, work.networks);
  const windowUs = lastDeadlineUs(work);
  const ranked = Array.from({length: world.board.space.size}, (_, configuration) => ({
    configuration,
    ...totals(world, work, costs, configuration, windowUs),
  }))
    .filter(({busyUs}) => busyUs <= windowUs)
    .toSorted((a, b) => a.energyNj - b.energyNj);
  const fitting = ranked.find(
    ({configuration}) => missesAt(work, costs.networks, configuration, allowedMisses) <= allowedMisses,
  );
  return fitting?.configuration ?? world.board.space.reference;
}

/** Deadlines that even the reference misses. */
export function missesAtReference(world: BoardTruth, work: RealisedWork): number {
  return lateJobs(work, finishesAtReference(world, work));
}

/** When each job is done at the reference: what comes too late here cannot be asked of anybody. */
export function finishesAtReference(world: BoardTruth, work: RealisedWork): FinishTimes {
  const finishes = work.instances.map(({jobCount}) => new Float64Array(jobCount));
  runAt(work, oracleCosts(world, work.networks).networks, world.board.space.reference, (instance, job, finishUs) => {
    (finishes[instance] as Float64Array)[job] = finishUs;
    return true;
  });
  return finishes;
}

/** How many jobs were done behind their deadlines. */
export function lateJobs({instances}: RealisedWork, finishesUs: FinishTimes): number {
  const late = (work: InstanceWork, own: Float64Array) => own.filter((us, job) => us > deadlineUs(work, job)).length;
  return instances.reduce((total, work, instance) => total + late(work, finishesUs[instance] ?? new Float64Array()), 0);
}

/** Missed deadlines at one configuration; stops counting above `enough`. */
function missesAt(
  work: RealisedWork,
  networks: OracleCosts['networks'],
  configuration: number,
  enough: number,
): number {
  let misses = 0;
  runAt(work, networks, configuration, (instance, job, finishUs) => {
    if (finishUs > deadlineUs(work.instances[instance] as InstanceWork, job)) misses += 1;
    return misses <= enough;
  });
  return misses;
}

function totals(
  world: BoardTruth,
  {instances}: RealisedWork,
  {networks, idleMw}: OracleCosts,
  configuration: number,
  windowUs: number,
): {readonly busyUs: number; readonly energyNj: number} {
  let busyUs = 0;
  let energyNj = 0;
  for (const {spec, factorSums} of instances) {
    for (const [layer, {latencyUs, powerMw}] of (networks[spec.network] ?? []).entries()) {
      const timeUs = (factorSums[layer] ?? 0) * (latencyUs[configuration] ?? 0);
      busyUs += timeUs;
      energyNj += timeUs * (powerMw[configuration] ?? 0);
    }
  }
  const aboveLeastMw = world.idlePowerMw(configuration, world.thermal.ambientMc) - idleMw;
  return {busyUs, energyNj: energyNj + (windowUs - busyUs) * aboveLeastMw};
}

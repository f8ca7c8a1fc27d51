import type {BoardTruth} from '../board-truth.js';
import {oracleCosts, type LayerCosts, type OracleCosts} from './layer-costs.js';
import {lastDeadlineUs, type InstanceWork, type RealisedWork} from './realised-work.js';

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
  return missesAt(work, oracleCosts(world, work.networks).networks, world.board.space.reference, Infinity);
}

/** Missed deadlines at one configuration, jobs by earliest deadline; stops counting above `enough`. */
function missesAt(
  {instances}: RealisedWork,
  networks: readonly (readonly LayerCosts[])[],
  configuration: number,
  enough: number,
): number {
  const done = instances.map(() => ({job: 0, layer: 0}));
  let nowUs = 0;
  let misses = 0;
  while (misses <= enough) {
    const running = earliestDeadline(instances, done, nowUs);
    if (running.instance < 0) {
      if (running.nextReleaseUs === Infinity) return misses;
      nowUs = running.nextReleaseUs;
      continue;
    }
    const work = instances[running.instance] as InstanceWork;
    const at = done[running.instance] as {job: number; layer: number};
    const latencyUs = networks[work.spec.network]?.[at.layer]?.latencyUs[configuration] ?? 0;
    nowUs += latencyUs * (work.factors[at.job * work.layerCount + at.layer] ?? 1);
    at.layer += 1;
    if (at.layer < work.layerCount) continue;
    if (nowUs > releaseUs(work, at.job) + work.spec.relativeDeadlineUs) misses += 1;
    at.job += 1;
    at.layer = 0;
  }
  return misses;
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
    else if (released + work.spec.relativeDeadlineUs < earliestUs) {
      earliestUs = released + work.spec.relativeDeadlineUs;
      instance = index;
    }
  }
  return {instance, nextReleaseUs};
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

function releaseUs({spec}: InstanceWork, job: number): number {
  return spec.offsetUs + job * spec.periodUs;
}

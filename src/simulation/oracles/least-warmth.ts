import type {BoardTruth} from '../board-truth.js';
import {ThermalModel} from '../thermal.js';
import type {OracleCosts} from './layer-costs.js';
import {releaseUs, type RealisedWork} from './realised-work.js';
import {dueUs, type FinishTimes} from './work-stretches.js';

/** Temperatures are rounded down to this many degrees above the coldest. */
export const WARMTH_STEP_C = 1;
/** Taking the first configuration, before the start, is done by then: the board cools down meanwhile. */
const SETTING_UP_US = 1e6;

/** How warm a board is at least, in steps above the temperature of a board that never had anything to do. */
export interface LeastWarmth {
  /** By window of time. */
  readonly steps: Uint8Array;
  readonly windowUs: number;
  /** The least of the windows that a job may run in: `[instance][job]`. */
  readonly jobSteps: readonly Uint8Array[];
}

/** Nothing known: as cold as can be. */
export function coldest({instances}: RealisedWork, durationUs: number): LeastWarmth {
  return {
    steps: new Uint8Array(1),
    windowUs: durationUs,
    jobSteps: instances.map(({jobCount}) => new Uint8Array(jobCount)),
  };
}

/**
 * The warmth that follows from energies that no schedule can do without.
 *
 * A die is the warmer the later its energy was drawn; so each window's counts as drawn at its beginning, and what is not
 * known to be drawn not at all.
 *
 * @param leastNj - what each window's jobs draw at least above idling, nJ.
 */
export function leastWarmth(
  world: BoardTruth,
  {temperatureMc}: OracleCosts,
  windowUs: number,
  leastNj: readonly number[],
): Pick<LeastWarmth, 'steps' | 'windowUs'> {
  const {thermal, board} = world;
  const tauUs = thermal.timeConstantS * 1e6;
  const decay = Math.exp(-windowUs / tauUs);
  const started = new ThermalModel(thermal);
  started.settle(world.idlePowerMw(board.space.reference, started.temperatureMc));
  let aboveMc = Math.max(0, started.temperatureMc - temperatureMc) * Math.exp(-SETTING_UP_US / tauUs);
  const steps = Uint8Array.from(leastNj, (nj) => {
    // Within the window the die may cool down first, and be heated then.
    const leastMc = aboveMc * decay;
    aboveMc = decay * (aboveMc + (thermal.riseMcPerW * nj) / 1000 / tauUs);
    return Math.floor(leastMc / (1000 * WARMTH_STEP_C));
  });
  return {steps, windowUs};
}

/** The least step of the windows that each job lies in. */
export function stepsOfJobs(
  {instances}: RealisedWork,
  finishesUs: FinishTimes,
  {steps, windowUs}: Pick<LeastWarmth, 'steps' | 'windowUs'>,
): readonly Uint8Array[] {
  const windowAt = (us: number) => Math.min(steps.length - 1, Math.floor(us / windowUs));
  return instances.map((work, instance) =>
    Uint8Array.from({length: work.jobCount}, (_, job) => {
      const last = windowAt(dueUs(work, job, finishesUs[instance]));
      let least = Infinity;
      for (let at = windowAt(releaseUs(work, job)); at <= last; at += 1) least = Math.min(least, steps[at] ?? 0);
      return least;
    }),
  );
}

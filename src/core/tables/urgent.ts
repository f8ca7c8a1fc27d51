/** Times within this of each other are the same: over all layers of all networks, that is the noise of a profile. */
const AS_FAST = 1.002;
/** By how much a thrifty choice may be slower: for so little, clocks can be let go that hardly matter. */
export const NEARLY_AS_FAST = 1.0085;

/** What some choice takes for all layers of all networks together: of so many, the noise of a profile cancels out. */
export interface Totals {
  readonly timeUs: number;
  /** In any unit, from any level: only compared. */
  readonly energy: number;
}

/** What to run at when time is short, as positions in a list of choices. */
export interface Urgent {
  /** Those that are as fast as any, the one that draws least first. */
  readonly fast: readonly number[];
  /** Nearly as fast: what saves most for the time it loses; the first of the fast ones where nothing does. */
  readonly thrifty: number;
}

/** Picks what to run at when time is short. **Errors:** RangeError when there is nothing to pick from. */
export function pickUrgent(choices: readonly Totals[]): Urgent {
  const fast = within(choices, AS_FAST);
  const [first] = fast;
  if (first === undefined) throw new RangeError('no choice for when time is short');
  const slower = within(choices, NEARLY_AS_FAST).filter((at) => !fast.includes(at));
  const thrifty = slower.reduce((best, at) => {
    return savedByTime(choices, first, at) > savedByTime(choices, first, best) ? at : best;
  }, first);
  return {fast, thrifty};
}

/** Energy that a slower choice saves, by the time that it loses. */
function savedByTime(choices: readonly Totals[], fast: number, slower: number): number {
  const [from, to] = [choices[fast], choices[slower]];
  if (from === undefined || to === undefined || fast === slower) return 0;
  return (from.energy - to.energy) / (to.timeUs - from.timeUs);
}

/** Times relative to the fastest choice; those that are as fast have 1. */
export function relativeTimes(choices: readonly Totals[]): Float64Array {
  const leastUs = leastTimeUs(choices);
  return Float64Array.from(choices, ({timeUs}) => (timeUs <= AS_FAST * leastUs ? 1 : timeUs / leastUs));
}

/** Choices that take no longer than this much of the fastest one's time, by energy. */
function within(choices: readonly Totals[], share: number): readonly number[] {
  const limitUs = share * leastTimeUs(choices);
  const inTime = [...choices.keys()].filter((at) => (choices[at]?.timeUs ?? Infinity) <= limitUs);
  return inTime.toSorted((a, b) => (choices[a]?.energy ?? 0) - (choices[b]?.energy ?? 0));
}

function leastTimeUs(choices: readonly Totals[]): number {
  return choices.reduce((least, {timeUs}) => Math.min(least, timeUs), Infinity);
}

/** A place where a network may be cut. */
export interface CutPlace {
  /** **Units:** µs of work before it, on any machine: only shares count. */
  readonly workBefore: number;
  /** Bytes that one layer hands to the next there. */
  readonly bytes: number;
}

/** The best way to reach a place with a number of layers. */
interface Way {
  readonly bytes: number;
  readonly from: number;
}

const NO_WAY: Way = {bytes: Infinity, from: 0};

/**
 * Cuts a network into `count` layers of at least `minWork` each, so that the fewest bytes cross its cuts: those are what a
 * cut costs.
 *
 * @param places - every place in order, from before the first operator to behind the last one.
 * @returns positions in `places` of the chosen ones, both ends among them; undefined when there is no such cut.
 */
export function cheapestCuts(
  places: readonly CutPlace[],
  count: number,
  minWork: number,
): readonly number[] | undefined {
  const reached: (readonly Way[])[] = [places.map((_, place) => (place === 0 ? {bytes: 0, from: 0} : NO_WAY))];
  for (let layers = 1; layers <= count; layers += 1) {
    const before = reached[layers - 1] ?? [];
    reached.push(places.map((_, place) => bestWay(places, before, place, minWork)));
  }
  const end = places.length - 1;
  if ((reached[count]?.[end] ?? NO_WAY).bytes === Infinity) return undefined;
  const chosen = [end];
  for (let layers = count; layers > 0; layers -= 1) chosen.unshift(reached[layers]?.[chosen[0] ?? 0]?.from ?? 0);
  return chosen;
}

/** The best last layer that ends at `place`, behind the ways to all places before it. */
function bestWay(places: readonly CutPlace[], before: readonly Way[], place: number, minWork: number): Way {
  const {workBefore = 0, bytes = 0} = places[place] ?? {};
  let best = NO_WAY;
  for (let from = 0; from < place; from += 1) {
    if (workBefore - (places[from]?.workBefore ?? 0) < minWork) continue;
    const total = (before[from]?.bytes ?? Infinity) + bytes;
    if (total < best.bytes) best = {bytes: total, from};
  }
  return best;
}

/** Most layers of at least `minWork` that a network can be cut into; 1 even where all of it is less. */
export function mostLayers(places: readonly CutPlace[], minWork: number): number {
  let layers = 0;
  let open = places[0]?.workBefore ?? 0;
  for (const {workBefore} of places.slice(1)) {
    if (workBefore - open < minWork) continue;
    layers += 1;
    open = workBefore;
  }
  return Math.max(1, layers);
}

/** A variant as the frontier sees it: what it costs and what it loses. */
export interface RatedVariant {
  readonly variant: number;
  readonly latencyUs: number;
  readonly loss: number;
  /** What orders the variants where losses of single ones are too small to be told apart; never negative. */
  readonly risk: number;
}

/** One variant choice for every layer, with what it is predicted to cost and to lose. */
export interface PredictedConfiguration {
  readonly variants: readonly number[];
  readonly latencyUs: number;
  readonly predictedLoss: number;
}

/** A change of one layer from one variant to a faster one. */
interface Step {
  readonly layer: number;
  readonly to: RatedVariant;
  readonly savedUs: number;
  readonly addedLoss: number;
  readonly addedRisk: number;
}

/**
 * Configurations from all-original to all-fastest, each the least risky for the time it saves.
 *
 * Risks are taken to add up over layers, so the best order of steps is by risk per time saved over the lower convex hull
 * of every layer. `layers[l]` holds the variants of layer l, the original first; a measured gain counts as no loss.
 * At most `count` are returned, spread evenly over the time saved, both ends included.
 */
export function approximationFrontier(
  layers: readonly (readonly RatedVariant[])[],
  count: number,
): readonly PredictedConfiguration[] {
  let current: PredictedConfiguration = {
    variants: layers.map(() => 0),
    latencyUs: layers.reduce((sum, [original]) => sum + (original?.latencyUs ?? 0), 0),
    predictedLoss: 0,
  };
  const all = [current];
  for (const {layer, to, savedUs, addedLoss} of orderedSteps(layers)) {
    current = {
      variants: current.variants.with(layer, to.variant),
      latencyUs: current.latencyUs - savedUs,
      predictedLoss: current.predictedLoss + addedLoss,
    };
    all.push(current);
  }
  return spread(all, count);
}

/**
 * Leaves out every configuration that another one beats in both, and sorts by time, slowest first: what remains is
 * faster and loses more from one to the next.
 */
export function paretoFront<T>(
  items: readonly T[],
  latencyUs: (item: T) => number,
  loss: (item: T) => number,
): readonly T[] {
  const fastestFirst = items.toSorted((a, b) => latencyUs(a) - latencyUs(b) || loss(a) - loss(b));
  const front: T[] = [];
  for (const item of fastestFirst) {
    const best = front.at(-1);
    if (best === undefined || loss(item) < loss(best)) front.push(item);
  }
  return front.toReversed();
}

/** Steps of all layers, least risk per time saved first; those of one layer stay in order, since its hull is convex. */
function orderedSteps(layers: readonly (readonly RatedVariant[])[]): readonly Step[] {
  const steps = layers.flatMap((variants, layer) => hullSteps(variants, layer));
  return steps.toSorted((a, b) => a.addedRisk / a.savedUs - b.addedRisk / b.savedUs);
}

/** Walks the lower convex hull of (time saved, risk) from the original to the fastest variant. */
function hullSteps([original, ...others]: readonly RatedVariant[], layer: number): readonly Step[] {
  const steps: Step[] = [];
  let from = original;
  while (from !== undefined) {
    const here = from;
    const candidates = others
      .filter(({latencyUs}) => latencyUs < here.latencyUs)
      .map((to) => ({
        layer,
        to,
        savedUs: here.latencyUs - to.latencyUs,
        addedLoss: lossOf(to) - lossOf(here),
        addedRisk: to.risk - here.risk,
      }));
    const best = candidates.reduce<Step | undefined>(
      (least, step) => (isBetter(step, least) ? step : least),
      undefined,
    );
    if (best !== undefined) steps.push(best);
    from = best?.to;
  }
  return steps;
}

/** The flattest step; of equally flat ones the shortest, so that no corner of the hull is passed over. */
function isBetter(step: Step, than: Step | undefined): boolean {
  if (than === undefined) return true;
  const difference = step.addedRisk / step.savedUs - than.addedRisk / than.savedUs;
  return difference < 0 || (difference === 0 && step.savedUs < than.savedUs);
}

function lossOf({loss}: RatedVariant): number {
  return Math.max(0, loss);
}

function spread(all: readonly PredictedConfiguration[], count: number): readonly PredictedConfiguration[] {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || all.length <= count) return all;
  const wanted = Array.from(
    {length: count},
    (_, index) => first.latencyUs + ((last.latencyUs - first.latencyUs) * index) / (count - 1),
  );
  return [...new Set(wanted.map((latencyUs) => nearest(all, first, latencyUs)))];
}

function nearest(
  all: readonly PredictedConfiguration[],
  first: PredictedConfiguration,
  latencyUs: number,
): PredictedConfiguration {
  const distance = (item: PredictedConfiguration) => Math.abs(item.latencyUs - latencyUs);
  return all.reduce((best, item) => (distance(item) < distance(best) ? item : best), first);
}

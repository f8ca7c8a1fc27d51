import type {ProfileColumns} from './profile-columns.js';
import type {SlowState} from './slow-states.js';
import {pricesMw} from './prices.js';

/** Most slow states a table keeps; every one costs some MB and is seldom changed. */
const MOST_SLOW_STATES = 4;
/** Windows in which a network's job is repeated, relative to its time at the reference. */
const WINDOWS = [1.02, 1.1, 1.25, 1.5, 2, 3, 5];
/** Every n-th price is enough to tell slow states apart. */
const PRICE_STEP = 3;

/** Time and energy (resting power not included) of one network's job at one price, without transitions. */
interface Point {
  readonly timeUs: number;
  readonly energyNj: number;
}

/**
 * Picks the slow states that could pay: for each network and each window, the one in which a job and the rest of the
 * window cost least. The state with the fastest jobs is always among them, and last.
 */
export function chooseSlowStates(
  states: readonly SlowState[],
  columns: ProfileColumns,
  reference: number,
): readonly SlowState[] {
  const wins = new Map<SlowState, number>();
  let fastest: {state: SlowState; timeUs: number} | undefined;
  const prices = pricesMw(highestPowerMw(columns, reference)).filter((_, key) => key % PRICE_STEP === 0);
  const restMw = new Map(states.map((state) => [state, restPowerMw(state, columns)]));
  for (const network of columns.networks.keys()) {
    const fronts = states.map((state) => ({state, points: front(state, columns, network, prices)}));
    const referenceUs = jobAt(reference, columns, network);
    for (const window of WINDOWS) {
      const windowUs = window * referenceUs;
      const best = leastBy(fronts, ({state, points}) => windowCost(points, restMw.get(state) ?? 0, windowUs));
      if (best !== undefined) wins.set(best.state, (wins.get(best.state) ?? 0) + 1);
    }
    for (const {state, points} of fronts) {
      const timeUs = points.at(-1)?.timeUs ?? Infinity;
      if (fastest === undefined || timeUs < fastest.timeUs) fastest = {state, timeUs};
    }
  }
  const ranked = [...wins].toSorted((a, b) => b[1] - a[1]).map(([state]) => state);
  const kept = ranked.filter((state) => state !== fastest?.state).slice(0, MOST_SLOW_STATES - 1);
  return fastest === undefined ? kept : [...kept, fastest.state];
}

/** Highest power above the least idle power, over all layers at the reference. */
export function highestPowerMw(columns: ProfileColumns, reference: number): number {
  const idle = columns.idlePowerMw.reduce((least, mw) => Math.min(least, mw), Infinity);
  const powers = columns.networks.flatMap(({layers}) => layers.map(({powerMw}) => powerMw[reference] ?? 0));
  return Math.max(...powers) - idle;
}

/** Least idle power of a slow state. */
export function restPowerMw(state: SlowState, columns: ProfileColumns): number {
  return state.configurations.reduce((least, c) => Math.min(least, columns.idlePowerMw[c] ?? Infinity), Infinity);
}

function front(state: SlowState, columns: ProfileColumns, network: number, prices: Float64Array): readonly Point[] {
  const restMw = restPowerMw(state, columns);
  const points = Array.from(prices, () => ({timeUs: 0, energyNj: 0}));
  for (const {latencyUs, powerMw} of columns.networks[network]?.layers ?? []) {
    for (const [key, price] of prices.entries()) {
      let least = Infinity;
      let chosen = -1;
      for (const c of state.configurations) {
        const cost = (latencyUs[c] ?? Infinity) * ((powerMw[c] ?? Infinity) - restMw + price);
        if (cost < least) {
          least = cost;
          chosen = c;
        }
      }
      const timeUs = latencyUs[chosen] ?? Infinity;
      const point = points[key];
      if (point === undefined) continue;
      point.timeUs += timeUs;
      point.energyNj += timeUs * ((powerMw[chosen] ?? Infinity) - restMw);
    }
  }
  return points;
}

/** Cost of a window: the cheapest job that fits it, and resting power throughout; infinite when none fits. */
function windowCost(points: readonly Point[], restMw: number, windowUs: number): number {
  const fitting = points.filter(({timeUs}) => timeUs <= windowUs).map(({energyNj}) => energyNj);
  return fitting.length === 0 ? Infinity : Math.min(...fitting) + restMw * windowUs;
}

function jobAt(configuration: number, columns: ProfileColumns, network: number): number {
  const layers = columns.networks[network]?.layers ?? [];
  return layers.reduce((total, {latencyUs}) => total + (latencyUs[configuration] ?? Infinity), 0);
}

function leastBy<T>(items: readonly T[], cost: (item: T) => number): T | undefined {
  let least = Infinity;
  let found: T | undefined;
  for (const item of items) {
    const value = cost(item);
    if (value < least) {
      least = value;
      found = item;
    }
  }
  return found;
}

import type {ProfileColumns} from './profile-columns.js';
import type {SlowState} from './slow-states.js';

/** Most candidates of one slow state: beyond it the gain drowns in the noise of the measurements. */
const MOST_CANDIDATES = 96;

/**
 * Candidate configurations of a slow state: what any price of time chooses for any single layer, and for any whole
 * network; the most chosen ones when there are too many. The resting configuration is always among them, so is the
 * fastest for each network.
 *
 * @param others - configurations of the state that have to be among them, too.
 * @returns configuration numbers, ascending.
 */
export function chooseCandidates(
  state: SlowState,
  columns: ProfileColumns,
  prices: Float64Array,
  restMw: number,
  others: readonly number[] = [],
): Int32Array {
  const wins = new Map<number, number>();
  const indispensable = new Set<number>([restConfiguration(state, columns), ...others]);
  for (const {layers} of columns.networks) {
    for (const price of prices) {
      const total = new Float64Array(state.configurations.length);
      for (const {latencyUs, powerMw} of layers) {
        let least = Infinity;
        let chosen = 0;
        for (const [position, c] of state.configurations.entries()) {
          const cost = (latencyUs[c] ?? Infinity) * ((powerMw[c] ?? Infinity) - restMw + price);
          total[position] = (total[position] ?? 0) + cost;
          if (cost < least) {
            least = cost;
            chosen = c;
          }
        }
        wins.set(chosen, (wins.get(chosen) ?? 0) + 1);
      }
      const whole = state.configurations[indexOfLeast(total)] ?? 0;
      indispensable.add(whole);
    }
  }
  const ranked = [...wins.keys()].toSorted((a, b) => (wins.get(b) ?? 0) - (wins.get(a) ?? 0) || a - b);
  const kept = new Set([...indispensable, ...ranked].slice(0, Math.max(MOST_CANDIDATES, indispensable.size)));
  return Int32Array.from(kept).sort();
}

/** Configuration with the least idle power. */
export function restConfiguration(state: SlowState, columns: ProfileColumns): number {
  const idle = Float64Array.from(state.configurations, (c) => columns.idlePowerMw[c] ?? Infinity);
  return state.configurations[indexOfLeast(idle)] ?? 0;
}

function indexOfLeast(values: Float64Array): number {
  let least = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? Infinity) < (values[least] ?? Infinity)) least = index;
  }
  return least;
}

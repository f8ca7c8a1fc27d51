/** Prices of time that are looked at, mW: nothing, then from next to nothing to one that buys the last microsecond. */
const LOWEST_MW = 1;
const HIGHEST_MW = 1e9;
/** The best price in between would raise a bound by some hundredths of a per cent. */
const RATIO = 1.06;

/** How many prices there are. */
export const PRICE_COUNT = 2 + Math.ceil(Math.log(HIGHEST_MW / LOWEST_MW) / Math.log(RATIO));

/** The price at a position, ascending from 0, mW. */
export function priceMw(position: number): number {
  return position === 0 ? 0 : LOWEST_MW * RATIO ** (position - 1);
}

/**
 * Position of the price at which a concave function of the price is highest.
 *
 * @param stride - how far the first steps go: a power of two.
 */
export function highestOf(value: (position: number) => number, start: number, stride: number): number {
  const known = new Map<number, number>();
  const at = (position: number): number => {
    if (position < 0 || position >= PRICE_COUNT) return -Infinity;
    const found = known.get(position) ?? value(position);
    known.set(position, found);
    return found;
  };
  let best = start;
  for (let step = stride; step >= 1; step /= 2) {
    const direction = at(best + step) > at(best) ? step : -step;
    while (at(best + direction) > at(best)) best += direction;
  }
  return best;
}

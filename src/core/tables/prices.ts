/** How many prices of time a table holds. */
export const PRICE_COUNT = 64;
/** Lowest and highest price, relative to the highest power above rest of any layer. */
const LOWEST = 0.01;
const HIGHEST = 100;

/**
 * Prices of time in mW, geometric, the first one 0: what a plan would pay to be one µs (times 1e-9 J) earlier.
 *
 * @param scaleMw - the highest power above rest of any layer, which sets the scale.
 */
export function pricesMw(scaleMw: number): Float64Array {
  const ratio = (HIGHEST / LOWEST) ** (1 / (PRICE_COUNT - 2));
  return Float64Array.from({length: PRICE_COUNT}, (_, key) => (key === 0 ? 0 : scaleMw * LOWEST * ratio ** (key - 1)));
}

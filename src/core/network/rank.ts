/** Shares of the break-even rank that are tried for every layer, highest first. */
export const RANK_FRACTIONS: readonly number[] = [0.75, 0.5, 0.35, 0.25];

/**
 * Ranks are rounded to a multiple of this.
 *
 * **Source:** measured on x64 with AVX-512: other ranks lose 7-9 points of a whole network's gain, since they leave
 * vector lanes empty. A constant of the platform; 1 takes ranks as they come.
 */
export const RANK_MULTIPLE = 16;

/**
 * Rank at which two factors cost as much as the matrix they replace.
 *
 * For a k×k convolution with weights `[N, C, kh, kw]` seen as a (C·kh)×(kw·N) matrix this is N·C·kh·kw / (C·kh + N·kw).
 */
export function breakEvenRank(rows: number, columns: number): number {
  return (rows * columns) / (rows + columns);
}

/**
 * Rank that keeps `fraction` of the break-even rank, or undefined when rounding leaves nothing to gain.
 *
 * **Range:** the result is a multiple of `multiple`, at least one, below the break-even rank.
 */
export function usefulRank(breakEven: number, fraction: number, multiple: number): number | undefined {
  const rank = Math.max(multiple, Math.round((fraction * breakEven) / multiple) * multiple);
  return rank < breakEven ? rank : undefined;
}

/** Which images serve what. What chooses a variant must not be what its loss is reported on. */
export interface ImageSplits {
  /** For variants that are fitted to data; never used to judge them. */
  readonly calibration: readonly number[];
  /** Judges variants one layer at a time. */
  readonly selection: readonly number[];
  /** Judges what was chosen. */
  readonly report: readonly number[];
}

/** The whole test set of Fashion-MNIST; a larger set is used as if it ended here. */
const FULL_SET = 10_000;

/**
 * Divides a set of `count` images, in their order.
 *
 * With 10,000 at hand calibration takes 0-499, selection 500-1,999 and the report 2,000-9,999; smaller sets give a
 * quarter, a quarter and a half, so that the first 500 of the 2,000 that come with neuos are calibration in both.
 */
export function splitImages(count: number): ImageSplits {
  const [selectionStart, reportStart, end] =
    count >= FULL_SET ? [500, 2000, FULL_SET] : [Math.floor(count / 4), Math.floor(count / 2), count];
  return {
    calibration: range(0, selectionStart),
    selection: range(selectionStart, reportStart),
    report: range(reportStart, end),
  };
}

function range(start: number, end: number): readonly number[] {
  return Array.from({length: end - start}, (_, index) => start + index);
}

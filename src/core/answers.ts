import type {Tensor} from './inference.js';

/**
 * The class that each row of a batch of logits names: where it is largest, the first one in a tie.
 *
 * @param rows - inputs in the batch; the rest of the shape is taken as classes.
 */
export function largestPerRow({data}: Tensor, rows: number): readonly number[] {
  const classes = data.length / rows;
  return Array.from({length: rows}, (_, row) => {
    let largest = 0;
    for (let c = 1; c < classes; c += 1) {
      if (Number(data[row * classes + c]) > Number(data[row * classes + largest])) largest = c;
    }
    return largest;
  });
}

/** Places that a right answer may have in top-5. */
const TOP_PLACES = 5;

/**
 * Says of each row of a batch of logits whether one class is among its five largest; undefined where there are no more
 * than five classes. What is as large, or is not a number, counts against it.
 *
 * @param classes - the class to look for, row by row; rows behind them are left out.
 */
export function amongTopFive({data, shape}: Tensor, classes: readonly number[]): readonly boolean[] | undefined {
  const classCount = data.length / (shape[0] ?? 1);
  if (classCount <= TOP_PLACES) return undefined;
  return classes.map((wanted, row) => {
    const score = Number(data[row * classCount + wanted]);
    let notBehind = 0;
    for (let c = 0; c < classCount; c += 1) if (!(Number(data[row * classCount + c]) < score)) notBehind += 1;
    return notBehind <= TOP_PLACES;
  });
}

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

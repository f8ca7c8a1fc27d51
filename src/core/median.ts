import {median as sampleMedian} from 'simple-statistics';

/** The middle value; of an even number of values the mean of the two in the middle. **Errors:** Error without values. */
export function median(values: readonly number[]): number {
  return sampleMedian([...values]);
}

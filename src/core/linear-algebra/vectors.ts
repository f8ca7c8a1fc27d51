/** Inner product of two vectors between two places. */
export function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  // Two sums, so that an addition need not wait for the one before it.
  let [even, odd] = [0, 0];
  let index = from;
  for (; index + 1 < to; index += 2) {
    even += (a[index] ?? 0) * (b[index] ?? 0);
    odd += (a[index + 1] ?? 0) * (b[index + 1] ?? 0);
  }
  return index < to ? even + odd + (a[index] ?? 0) * (b[index] ?? 0) : even + odd;
}

/** Adds a multiple of a vector to another one, from a place on. */
export function addMultiple(target: Float64Array, factor: number, vector: Float64Array, from: number): void {
  for (let index = from; index < target.length; index += 1) {
    target[index] = (target[index] ?? 0) + factor * (vector[index] ?? 0);
  }
}

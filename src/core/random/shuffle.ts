import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/** 0..count-1 in an order that the seed fixes (Fisher-Yates). */
export function shuffledIndices(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({length: count}, (_, index) => index);
  const generator = xoroshiro128plus(seed);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = uniformInt(generator, 0, last);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

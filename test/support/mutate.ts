import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/** Damages a file as disks and networks do: every fourth seed truncates it, the others flip one to four bits. */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  // Seeds that differ little draw alike at first; the product spreads them.
  const generator = xoroshiro128plus(seed * 7919 + 1);
  if (seed % 4 === 0) return bytes.slice(0, uniformInt(generator, 0, bytes.length - 1));
  const damaged = Uint8Array.from(bytes);
  const flips = uniformInt(generator, 1, 4);
  for (let flip = 0; flip < flips; flip += 1) {
    const position = uniformInt(generator, 0, bytes.length - 1);
    damaged[position] = (damaged[position] ?? 0) ^ (1 << uniformInt(generator, 0, 7));
  }
  return damaged;
}

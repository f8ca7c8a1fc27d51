/**
 * Noise that depends on a key and on nothing else, so that it is the same in whatever order it is asked for.
 *
 * A stateful generator would make a continued sweep differ from an undisturbed one, and two policies see different
 * noise for the same job. Here each draw is a hash of (seed, three integers).
 *
 * **Source:** the mixing steps are the 32-bit finalizer of MurmurHash3 (A. Appleby, public domain).
 */
export class KeyedNoise {
  constructor(readonly seed: number) {}

  /** Uniform in (0, 1), never 0 or 1. */
  uniform(a: number, b: number, c: number): number {
    return (hash(this.seed, a, b, c) + 0.5) / 4_294_967_296;
  }

  /** Standard normal, by the Box-Muller transform of two independent uniforms of the same key. */
  normal(a: number, b: number, c: number): number {
    const radius = Math.sqrt(-2 * Math.log(this.uniform(a, b, 2 * c)));
    return radius * Math.cos(2 * Math.PI * this.uniform(a, b, 2 * c + 1));
  }
}

/** A 32-bit unsigned hash of four integers. */
export function hash(seed: number, a: number, b: number, c: number): number {
  return mix(mix(mix(mix(seed ^ 0x9e3779b9) ^ a) ^ b) ^ c) >>> 0;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x6d2b79f5;
}

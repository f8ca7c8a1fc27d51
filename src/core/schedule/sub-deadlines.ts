/**
 * Splits a relative deadline over a network's layers in proportion to their latency at the reference.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4.1: proportional sub-deadlines.
 *
 * @param referenceUs - latency of each layer at the reference configuration, µs.
 * @returns sub-deadline of each layer, µs; they add up to `relativeDeadlineUs`.
 */
export function subDeadlinesUs(referenceUs: Float64Array, relativeDeadlineUs: number): Float64Array {
  const total = referenceUs.reduce((sum, us) => sum + us, 0);
  return referenceUs.map((us) => (us / total) * relativeDeadlineUs);
}

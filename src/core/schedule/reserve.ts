import {nextJobOffset} from '../tables/plan-arrays.js';
import {planOffset, type NetworkPlans, type NetworkReference, type PlanSet} from '../tables/tables.js';

/**
 * Time to keep back so that one interference, whichever layer it hits, does not become a missed deadline.
 *
 * An interference costs a layer some latency tails more than its median. What the layers behind it make up for by going on
 * under the most urgent key need not be kept back: only a late one, or one much longer than what follows, asks for more.
 */
export class Reserve {
  /** In the shape of the plans' `timeToGoUs`, by network. */
  readonly #toGoUs: readonly Float32Array[];
  /** By network and key. */
  readonly #jobUs: readonly Float64Array[];

  /** @param tails - latency tails (99th percentile less median) that an interference costs. */
  constructor(plans: PlanSet, references: readonly NetworkReference[], tails: number) {
    const keyCount = plans.keys.length;
    this.#toGoUs = plans.networks.map((network, n) =>
      reservesToGo(network, keyCount, excessShares(references[n], tails)),
    );
    this.#jobUs = plans.networks.map((network, n) =>
      Float64Array.from({length: keyCount}, (_, key) => this.toGoUs(n, nextJobOffset(network, key))),
    );
  }

  /** For a job that is at a place of its plans, µs. @param offset - as in `planOffset`. */
  toGoUs(network: number, offset: number): number {
    return this.#toGoUs[network]?.[offset] ?? 0;
  }

  /** For a whole job that follows another of its kind, µs. */
  jobUs(network: number, key: number): number {
    return this.#jobUs[network]?.[key] ?? 0;
  }
}

/** What an interference adds to each layer, as a share of its median latency. */
function excessShares(reference: NetworkReference | undefined, tails: number): Float64Array {
  const {latencyUs = new Float64Array(), tailUs = new Float64Array()} = reference ?? {};
  return latencyUs.map((us, layer) => (tails * (tailUs[layer] ?? 0)) / us);
}

function reservesToGo(plans: NetworkPlans, keyCount: number, shares: Float64Array): Float32Array {
  const {layerCount, candidateCount, next, timeToGoUs, latencyUs} = plans;
  const reserves = new Float32Array(timeToGoUs.length);
  for (let key = 0; key < keyCount; key += 1) {
    for (let layer = layerCount - 1; layer >= 0; layer -= 1) {
      for (let inForce = 0; inForce < candidateCount; inForce += 1) {
        const at = planOffset(plans, key, layer, inForce);
        const chosen = next[at] ?? 0;
        const behind = planOffset(plans, key, layer + 1, chosen);
        const fastest = planOffset(plans, keyCount - 1, layer + 1, chosen);
        const made = (timeToGoUs[behind] ?? 0) - (timeToGoUs[fastest] ?? 0);
        const excessUs = (shares[layer] ?? 0) * (latencyUs[layer * candidateCount + chosen] ?? 0);
        reserves[at] = Math.max(excessUs - made, reserves[behind] ?? 0);
      }
    }
  }
  return reserves;
}

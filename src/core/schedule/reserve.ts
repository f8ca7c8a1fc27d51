import {nextJobOffset} from '../tables/plan-arrays.js';
import {planOffset, type NetworkPlans, type NetworkReference, type PlanSet} from '../tables/tables.js';

/**
 * Time to keep back so that one interference, whichever layer it hits, does not become a missed deadline.
 *
 * An interference costs a layer some latency tails more than its median. What the layers behind it make up for by going on
 * under the most urgent key need not be kept back: only a late one, or one much longer than what follows, asks for more.
 */
export class Reserve {
  readonly #plans: PlanSet;
  /** What an interference adds to each layer, as a share of its latency, by network. */
  readonly #shares: readonly Float64Array[];
  /** In the shape of the plans' `timeToGoUs`, by network. */
  readonly #toGoUs: readonly Float32Array[];
  /** By network and key. */
  readonly #jobUs: readonly Float64Array[];

  /** @param tails - latency tails (99th percentile less median) that an interference costs. */
  constructor(plans: PlanSet, references: readonly NetworkReference[], tails: number) {
    this.#plans = plans;
    this.#shares = plans.networks.map((_, n) => excessShares(references[n], tails));
    this.#toGoUs = plans.networks.map(({timeToGoUs}) => new Float32Array(timeToGoUs.length));
    for (const n of plans.networks.keys()) for (const key of plans.keys.keys()) this.#fill(n, key);
    this.#jobUs = plans.networks.map((network, n) =>
      Float64Array.from(plans.keys, (_, key) => this.toGoUs(n, nextJobOffset(network, key))),
    );
  }

  /** For a job that is at a place of its plans, µs. @param offset - as in `planOffset`. */
  toGoUs(network: number, offset: number): number {
    return this.#toGoUs[network]?.[offset] ?? 0;
  }

  /** For a job that runs a layer at a candidate, and goes on by the plan of a key, µs. */
  fromStepUs(n: number, key: number, layer: number, candidate: number): number {
    const network = this.#plans.networks[n] as NetworkPlans;
    const {timeToGoUs, latencyUs, candidateCount} = network;
    const behind = planOffset(network, key, layer + 1, candidate);
    const fastest = planOffset(network, this.#plans.keys.length - 1, layer + 1, candidate);
    const made = (timeToGoUs[behind] ?? 0) - (timeToGoUs[fastest] ?? 0);
    const excessUs = (this.#shares[n]?.[layer] ?? 0) * (latencyUs[layer * candidateCount + candidate] ?? 0);
    return Math.max(excessUs - made, this.toGoUs(n, behind));
  }

  /** For a whole job that follows another of its kind, µs. */
  jobUs(network: number, key: number): number {
    return this.#jobUs[network]?.[key] ?? 0;
  }

  #fill(n: number, key: number): void {
    const network = this.#plans.networks[n] as NetworkPlans;
    const reserves = this.#toGoUs[n] as Float32Array;
    for (let layer = network.layerCount - 1; layer >= 0; layer -= 1) {
      for (let inForce = 0; inForce < network.candidateCount; inForce += 1) {
        const at = planOffset(network, key, layer, inForce);
        reserves[at] = this.fromStepUs(n, key, layer, network.next[at] ?? 0);
      }
    }
  }
}

/** What an interference adds to each layer, as a share of its median latency. */
function excessShares(reference: NetworkReference | undefined, tails: number): Float64Array {
  const {latencyUs = new Float64Array(), tailUs = new Float64Array()} = reference ?? {};
  return latencyUs.map((us, layer) => (tails * (tailUs[layer] ?? 0)) / us);
}

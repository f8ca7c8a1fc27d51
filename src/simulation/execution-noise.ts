import {KeyedNoise} from '../core/random/keyed-noise.js';
import {LATENCY_JITTER, SPIKE_HIGH, SPIKE_LOW, SPIKE_PROBABILITY} from './noise-model.js';

/** Draws of one execution, in the order in which they are keyed. */
const DRAW = {jitter: 0, spike: 2, spikeSize: 3, count: 4} as const;

/** What makes one execution longer or shorter than the truth; the same for every policy that runs it. */
export class ExecutionNoise {
  readonly #noise: KeyedNoise;

  constructor(seed: number) {
    this.#noise = new KeyedNoise(seed);
  }

  /** Factor on the latency of a layer of a job: jitter, and now and then an interference. */
  factor(instance: number, job: number, layer: number): number {
    const key = layer * DRAW.count;
    const jitter = Math.exp(LATENCY_JITTER * this.#noise.normal(instance, job, key + DRAW.jitter));
    if (this.#noise.uniform(instance, job, key * 2 + DRAW.spike) >= SPIKE_PROBABILITY) return jitter;
    return (
      jitter * (SPIKE_LOW + (SPIKE_HIGH - SPIKE_LOW) * this.#noise.uniform(instance, job, key * 2 + DRAW.spikeSize))
    );
  }
}

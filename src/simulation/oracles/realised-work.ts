import type {Network} from '../../core/network/network.js';
import type {InstanceSpec} from '../../core/schedule/instance.js';
import {ExecutionNoise} from '../execution-noise.js';

/** A cohort's run as an oracle sees it beforehand. */
export interface RealisedWork {
  readonly networks: readonly Network[];
  readonly instances: readonly InstanceWork[];
}

/** Every job of one instance. */
export interface InstanceWork {
  readonly spec: InstanceSpec;
  readonly layerCount: number;
  readonly jobCount: number;
  /** Noise factor of each execution: `[job × layers + layer]`. */
  readonly factors: Float64Array;
  /** Sum of the factors of each layer over all jobs. */
  readonly factorSums: Float64Array;
}

/** @param jobs - releases over all instances, as a run counts them. */
export function realiseWork(
  networks: readonly Network[],
  specs: readonly InstanceSpec[],
  jobs: number,
  seed: number,
): RealisedWork {
  const noise = new ExecutionNoise(seed);
  const counts = releasesOf(specs, jobs);
  const instances = specs.map((spec, instance) => {
    const layerCount = networks[spec.network]?.layers.length ?? 0;
    const jobCount = counts[instance] ?? 0;
    const factors = new Float64Array(jobCount * layerCount);
    const factorSums = new Float64Array(layerCount);
    for (let job = 0; job < jobCount; job += 1) {
      for (let layer = 0; layer < layerCount; layer += 1) {
        const factor = noise.factor(instance, job, layer);
        factors[job * layerCount + layer] = factor;
        factorSums[layer] = (factorSums[layer] ?? 0) + factor;
      }
    }
    return {spec, layerCount, jobCount, factors, factorSums};
  });
  return {networks, instances};
}

/** When a job is released. */
export function releaseUs({spec}: InstanceWork, job: number): number {
  return spec.offsetUs + job * spec.periodUs;
}

/** When a job has to be done. */
export function deadlineUs(work: InstanceWork, job: number): number {
  return releaseUs(work, job) + work.spec.relativeDeadlineUs;
}

/** When the last job has to be done. */
export function lastDeadlineUs({instances}: RealisedWork): number {
  const last = (work: InstanceWork) => deadlineUs(work, Math.max(0, work.jobCount - 1));
  return Math.max(...instances.map(last));
}

/** How many of the first `jobs` releases are each instance's; of releases at the same time the lower number's first. */
function releasesOf(specs: readonly InstanceSpec[], jobs: number): readonly number[] {
  const counts = specs.map(() => 0);
  for (let released = 0; released < jobs; released += 1) {
    const next = specs.map(({offsetUs, periodUs}, index) => offsetUs + (counts[index] ?? 0) * periodUs);
    const earliest = next.indexOf(Math.min(...next));
    counts[earliest] = (counts[earliest] ?? 0) + 1;
  }
  return counts;
}

import type {NetworkReference} from '../tables/tables.js';
import type {InstanceSpec, Job} from './instance.js';
import {ALONE, CorrectionFactor, type CorrectionBounds} from './correction-factor.js';
import {subDeadlinesUs} from './sub-deadlines.js';

/** Everything the scheduler knows of one instance. */
export class InstanceState {
  /** Share of the relative deadline of each layer, µs. */
  readonly subDeadlinesUs: Float64Array;
  /** κ: measured latency over the table's. */
  readonly correction: CorrectionFactor;
  /** Jobs released and not finished, oldest first; the first one is the active one. */
  readonly jobs: Job[] = [];
  /** Layer that the active job is about to run. */
  layer = 0;
  /** Approximation configuration of the active job, and the bucket of the need it answers. */
  readonly approximation = {entry: 0, bucket: 0};
  /** Sum over the active job's finished layers of sub-deadline − elapsed time, µs; positive means ahead. */
  lagUs = 0;
  nextReleaseUs: number;
  releases = 0;
  /** Releases to leave out because a deadline was missed. */
  toSkip = 0;
  #boundaryUs = 0;

  constructor(
    /** Position in the cohort. */
    readonly ordinal: number,
    readonly spec: InstanceSpec,
    readonly reference: NetworkReference,
    bounds: CorrectionBounds = ALONE,
  ) {
    this.correction = new CorrectionFactor(bounds);
    this.subDeadlinesUs = subDeadlinesUs(reference.latencyUs, spec.relativeDeadlineUs);
    this.nextReleaseUs = spec.offsetUs;
  }

  get layerCount(): number {
    return this.reference.latencyUs.length;
  }

  /** Releases the next job. @returns the job, or undefined when it was skipped. */
  release(): Job | undefined {
    const job = {
      instance: this.ordinal,
      ordinal: this.releases,
      releaseUs: this.nextReleaseUs,
      deadlineUs: this.nextReleaseUs + this.spec.relativeDeadlineUs,
    };
    this.releases += 1;
    this.nextReleaseUs += this.spec.periodUs;
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return undefined;
    }
    this.jobs.push(job);
    if (this.jobs.length === 1) this.#activate(job);
    return job;
  }

  /** Books the end of the active job's layer at `nowUs`. @returns whether it was the last one. */
  finishLayer(nowUs: number): boolean {
    this.lagUs += (this.subDeadlinesUs[this.layer] ?? 0) - (nowUs - this.#boundaryUs);
    this.#boundaryUs = nowUs;
    this.layer += 1;
    return this.layer === this.layerCount;
  }

  /** Takes the active job off; the next one, if any, becomes active. */
  endJob(): void {
    this.jobs.shift();
    const next = this.jobs[0];
    if (next !== undefined) this.#activate(next);
  }

  #activate(job: Job): void {
    this.layer = 0;
    this.lagUs = 0;
    this.approximation.entry = 0;
    this.approximation.bucket = 0;
    this.#boundaryUs = job.releaseUs;
  }
}

/** The whole cohort at one moment. */
export class CohortState {
  readonly instances: readonly InstanceState[];

  constructor(specs: readonly InstanceSpec[], networks: readonly NetworkReference[], bounds: CorrectionBounds = ALONE) {
    this.instances = specs.map((spec, ordinal) => {
      const reference = networks[spec.network];
      if (reference === undefined) throw new RangeError(`instance ${spec.name}: no network ${spec.network}`);
      return new InstanceState(ordinal, spec, reference, bounds);
    });
  }

  /** Active instance with the earliest deadline; the lower number wins a tie. -1 when none has a job. */
  earliestDeadline(): number {
    let earliest = Infinity;
    let found = -1;
    for (let i = 0; i < this.instances.length; i += 1) {
      const deadlineUs = this.instances[i]?.jobs[0]?.deadlineUs ?? Infinity;
      if (deadlineUs < earliest) {
        earliest = deadlineUs;
        found = i;
      }
    }
    return found;
  }

  /** No job comes any more: a run ends when those released are done. */
  stopReleases(): void {
    for (const instance of this.instances) instance.nextReleaseUs = Infinity;
  }

  /** Instance that is released next; the lower number wins a tie. -1 in an empty cohort. */
  nextToRelease(): number {
    let earliest = Infinity;
    let found = -1;
    for (let i = 0; i < this.instances.length; i += 1) {
      const releaseUs = this.instances[i]?.nextReleaseUs ?? Infinity;
      if (releaseUs < earliest) {
        earliest = releaseUs;
        found = i;
      }
    }
    return found;
  }
}

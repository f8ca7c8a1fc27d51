import type {Gains} from './demand.js';

/** One δ_k of the tree with its leaves, judged. Reused from decision to decision. */
export class Candidate implements Gains {
  key = 0;
  /** Predicted energy above rest of the demand up to the last checkpoint, µJ. */
  energyUj = 0;
  /** Σ T_A: predicted loss of the jobs in the demand, in answers per job. */
  loss = 0;
  /** Criticality of the deadlines that will not be met. */
  missed = 0;
  /** How much too late the worst of them would be, µs. */
  shortfallUs = 0;
  /** Approximation configuration of each instance's active job, and the bucket of the need it answers. */
  readonly entries: Int16Array;
  readonly buckets: Int16Array;
  readonly active: Float64Array;
  readonly toCome: Float64Array;

  constructor(instances: number) {
    this.entries = new Int16Array(instances);
    this.buckets = new Int16Array(instances);
    this.active = new Float64Array(instances).fill(1);
    this.toCome = new Float64Array(instances).fill(1);
  }
}

import type {CohortStatus} from '../core/schedule/status.js';
import type {BoundaryRecord, CohortObserver, JobRecord} from '../core/schedule/records.js';

/** Keeps a cohort's status up to date while it runs. */
export class CohortMonitor implements CohortObserver {
  constructor(
    readonly status: CohortStatus,
    /** Energy since the start, µJ. */
    private readonly energyUj: () => number,
  ) {}

  onBoundary({timeUs, instance, job, layer, lagUs, configuration, variant}: BoundaryRecord): void {
    const {status} = this;
    status.timeUs = timeUs;
    status.configuration = configuration;
    status.meanPowerMw = timeUs === 0 ? 0 : (this.energyUj() / timeUs) * 1000;
    const current = status.instances[instance];
    if (current === undefined) return;
    current.layer = layer;
    current.job = job;
    current.lagUs = lagUs;
    current.variant = variant;
  }

  onJob({instance, missed}: JobRecord): void {
    const {status} = this;
    const current = status.instances[instance];
    status.finished += 1;
    if (missed) status.missed += 1;
    if (current === undefined) return;
    current.finished += 1;
    if (missed) current.missed += 1;
  }
}

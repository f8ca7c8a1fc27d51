import {quantileSorted} from 'simple-statistics';
import type {Origin} from '../profile.js';
import type {InstanceSpec} from './instance.js';
import type {Mode} from './mode.js';
import type {CohortRun, JobRecord} from './records.js';

/** Latencies from release to finish, µs, and as a share of the relative deadline. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Accuracy on the jobs whose answers were computed for real. */
export interface AccuracySummary {
  readonly jobs: number;
  readonly images: number;
  /** Share of right answers, 0..1. */
  readonly top1: number;
  /** The same of the original network on the same images. */
  readonly originalTop1: number;
  /** What was lost, as measured and as the tables predict for the same jobs. */
  readonly measuredLoss: number;
  readonly predictedLoss: number;
}

/** How the jobs of one instance went. */
export interface InstanceSummary {
  readonly name: string;
  readonly network: string;
  readonly jobs: number;
  readonly missed: number;
  readonly latencyUs: LatencySummary | null;
  readonly latencyShare: LatencySummary | null;
  /** Loss that the tables predict, mean over all jobs. */
  readonly predictedLoss: number;
  /** Null when no answer was computed. */
  readonly accuracy: AccuracySummary | null;
}

/** What a run was, and how it went. */
export interface CohortSummary {
  /** Whatever comes from a simulated board says so. */
  readonly origin: Origin;
  readonly board: string;
  readonly policy: string;
  /** At the end; null under policies that have none. */
  readonly mode: Mode | null;
  /** At the start; another one when the mode was changed from outside. */
  readonly initialMode: Mode | null;
  readonly seed: number;
  readonly jobs: number;
  readonly missed: number;
  /** Missed or skipped, as a share of all releases. */
  readonly missRate: number;
  readonly skipped: number;
  readonly interrupted: boolean;
  readonly durationUs: number;
  readonly energyUj: number;
  readonly meanPowerMw: number;
  readonly transitions: number;
  readonly transitionsPerJob: number;
  readonly configurationsUsed: number;
  readonly decisions: number;
  /** Look-ups in accuracy tables that asked for more than the original gives. */
  readonly accuracyTableHits: number;
  /** Largest shortfall that a decision had to accept, µs. */
  readonly shortfallUs: number;
  readonly predictedLoss: number;
  readonly accuracy: AccuracySummary | null;
  readonly instances: readonly InstanceSummary[];
  /** The only part that differs from run to run with the same seed. */
  readonly wallClock: WallClockSummary;
}

/** Real time, as opposed to the machine's. */
export interface WallClockSummary {
  readonly seconds: number;
  /** What a decision took, µs. */
  readonly decisionUs: LatencySummary | null;
}

/** What the run itself does not know. */
export interface SummaryFacts {
  readonly origin: Origin;
  readonly board: string;
  readonly policy: string;
  readonly mode: Mode | null;
  readonly initialMode: Mode | null;
  readonly seed: number;
  readonly accuracyTableHits: number;
  readonly specs: readonly InstanceSpec[];
  /** Network of each instance, for people. */
  readonly networkNames: readonly string[];
  /** Real time that the run took. */
  readonly seconds: number;
}

/** Puts the records of a run together. */
export function summarize(run: CohortRun, facts: SummaryFacts): CohortSummary {
  const {specs, networkNames, seconds, ...labels} = facts;
  const {jobs, skipped, durationUs, energyUj, transitions} = run;
  const missed = jobs.filter((job) => job.missed).length;
  return {
    ...labels,
    jobs: jobs.length,
    missed,
    missRate: share(missed + skipped, jobs.length + skipped),
    skipped,
    interrupted: run.interrupted,
    durationUs,
    energyUj,
    meanPowerMw: durationUs === 0 ? 0 : (energyUj / durationUs) * 1000,
    transitions,
    transitionsPerJob: share(transitions, jobs.length),
    configurationsUsed: run.configurationsUsed,
    decisions: run.decisionsUs.length,
    shortfallUs: run.shortfallUs,
    predictedLoss: meanLoss(jobs),
    accuracy: summarizeAccuracy(jobs),
    instances: specs.map((spec, instance) =>
      summarizeInstance(
        spec,
        networkNames[instance] ?? '',
        jobs.filter((job) => job.instance === instance),
      ),
    ),
    wallClock: {seconds, decisionUs: summarizeLatency(Float64Array.from(run.decisionsUs).sort())},
  };
}

function summarizeInstance(spec: InstanceSpec, network: string, jobs: readonly JobRecord[]): InstanceSummary {
  const finished = jobs.filter(({aborted}) => !aborted);
  const latencies = Float64Array.from(finished, ({releaseUs, finishUs}) => finishUs - releaseUs).sort();
  return {
    name: spec.name,
    network,
    jobs: jobs.length,
    missed: jobs.filter((job) => job.missed).length,
    latencyUs: summarizeLatency(latencies),
    latencyShare: summarizeLatency(latencies.map((us) => us / spec.relativeDeadlineUs)),
    predictedLoss: meanLoss(jobs),
    accuracy: summarizeAccuracy(jobs),
  };
}

/**
 * Percentiles of latencies; null when there are none.
 *
 * @param sorted - ascending.
 */
export function summarizeLatency(sorted: Float64Array): LatencySummary | null {
  if (sorted.length === 0) return null;
  const at = (p: number) => quantileSorted(Array.from(sorted), p);
  return {p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0};
}

function summarizeAccuracy(jobs: readonly JobRecord[]): AccuracySummary | null {
  const executed = jobs.filter((job) => job.answers !== undefined);
  const total = (pick: 'images' | 'correct' | 'correctOriginal') =>
    executed.reduce((sum, {answers}) => sum + (answers?.[pick] ?? 0), 0);
  const images = total('images');
  if (images === 0) return null;
  const top1 = total('correct') / images;
  const originalTop1 = total('correctOriginal') / images;
  return {
    jobs: executed.length,
    images,
    top1,
    originalTop1,
    measuredLoss: originalTop1 - top1,
    predictedLoss: meanLoss(executed),
  };
}

function meanLoss(jobs: readonly JobRecord[]): number {
  return share(
    jobs.reduce((sum, {predictedLoss}) => sum + predictedLoss, 0),
    jobs.length,
  );
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

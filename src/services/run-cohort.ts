import type {Clock} from '../core/clock.js';
import type {NetworkReference} from '../core/tables/tables.js';
import {CohortState, type InstanceState} from '../core/schedule/cohort-state.js';
import type {InstanceSpec, Job} from '../core/schedule/instance.js';
import type {AnswerEngine, JobAnswers, Machine} from '../core/schedule/machine.js';
import type {Policy, PolicyDecision} from '../core/schedule/policy.js';
import type {CohortObserver, CohortRun, JobRecord} from '../core/schedule/records.js';

export interface RunCohortInputs {
  readonly instances: readonly InstanceSpec[];
  readonly networks: readonly NetworkReference[];
  readonly policy: Policy;
  readonly machine: Machine;
  /** Absent when no answers are wanted. */
  readonly answers?: AnswerEngine;
  /** How many jobs are released, over all instances. */
  readonly jobs: number;
  /** How many of them, evenly spread, are computed for real. */
  readonly execute: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly observer?: CohortObserver;
}

/** Longest stretch without a look at signals and other events. */
const BREATH_MS = 50;

/** Runs a cohort to its end, or until the signal stops it at a layer boundary. */
export function runCohort(inputs: RunCohortInputs): Promise<CohortRun> {
  return new CohortLoop(inputs).run();
}

/** What the active job of an instance has done so far. */
interface Progress {
  startUs: number;
  predictedLoss: number;
  variants: number[];
  executed: boolean;
}

/** Release, choose by earliest deadline, decide, run a layer, book it; again. */
class CohortLoop {
  readonly #inputs: RunCohortInputs;
  readonly #state: CohortState;
  readonly #progress: Progress[];
  readonly #records: JobRecord[] = [];
  readonly #used = new Set<number>();
  readonly #decisionsUs: number[] = [];
  #breathAtMs = 0;
  #released = 0;
  #begun = 0;
  #skipped = 0;
  #transitions = 0;
  #shortfallUs = 0;

  constructor(inputs: RunCohortInputs) {
    this.#inputs = inputs;
    this.#state = new CohortState(inputs.instances, inputs.networks);
    this.#progress = inputs.instances.map(() => newProgress());
  }

  async run(): Promise<CohortRun> {
    const {machine, policy, signal} = this.#inputs;
    await machine.setConfiguration(policy.start(this.#state));
    machine.start();
    while (!signal.aborted) {
      await this.#breathe();
      this.#release();
      const running = this.#state.earliestDeadline();
      if (running >= 0) await this.#runLayer(running);
      else if (this.#released < this.#inputs.jobs) await this.#idle();
      else break;
    }
    return this.#result(signal.aborted);
  }

  /** In virtual time nothing else would let events in. */
  async #breathe(): Promise<void> {
    const {clock} = this.#inputs;
    if (clock.nowMs() < this.#breathAtMs) return;
    await clock.breathe();
    this.#breathAtMs = clock.nowMs() + BREATH_MS;
  }

  #release(): void {
    const nowUs = this.#inputs.machine.nowUs();
    while (this.#released < this.#inputs.jobs) {
      const instance = this.#state.instances[this.#state.nextToRelease()];
      if (instance === undefined || instance.nextReleaseUs > nowUs) return;
      this.#released += 1;
      if (instance.release() === undefined) this.#skipped += 1;
    }
    this.#state.stopReleases();
  }

  async #idle(): Promise<void> {
    const {machine, policy} = this.#inputs;
    const next = this.#state.nextToRelease();
    const releaseUs = this.#state.instances[next]?.nextReleaseUs ?? machine.nowUs();
    const plan = policy.idle(this.#state, next, machine.nowUs(), machine.configuration());
    await this.#setConfiguration(plan.configuration);
    if (plan.wakeConfiguration !== plan.configuration) {
      await machine.idleUntil(plan.wakeUs);
      await this.#setConfiguration(plan.wakeConfiguration);
    }
    await machine.idleUntil(releaseUs);
  }

  async #runLayer(running: number): Promise<void> {
    const {machine, policy, observer, answers} = this.#inputs;
    const instance = this.#state.instances[running] as InstanceState;
    const progress = this.#progress[running] as Progress;
    const job = instance.jobs[0] as Job;
    if (await this.#abortIfLate(instance, job, progress)) return;
    if (instance.layer === 0) await this.#begin(job, progress);
    const {configuration, variant, predictedLoss, shortfallUs} = this.#decide(running);
    const {layer, lagUs} = instance;
    const timeUs = machine.nowUs();
    observer?.onBoundary?.({
      timeUs,
      instance: running,
      job: job.ordinal,
      layer,
      lagUs,
      configuration,
      variant,
      shortfallUs,
    });
    await this.#setConfiguration(configuration);
    const execution = {instance: running, job: job.ordinal, network: instance.spec.network, layer, variant};
    const latencyUs = await machine.runLayer(execution);
    if (progress.executed) await answers?.runLayer(running, layer, variant);
    policy.observe(this.#state, running, latencyUs);
    progress.predictedLoss += predictedLoss;
    progress.variants.push(variant);
    if (instance.finishLayer(machine.nowUs())) await this.#finish(instance, job, progress, false);
  }

  #decide(running: number): Readonly<PolicyDecision> {
    const {machine, policy, clock} = this.#inputs;
    const startedMs = clock.nowMs();
    const decision = policy.decide(this.#state, running, machine.nowUs(), machine.configuration());
    this.#decisionsUs.push((clock.nowMs() - startedMs) * 1000);
    this.#shortfallUs = Math.max(this.#shortfallUs, decision.shortfallUs);
    return decision;
  }

  async #begin(job: Job, progress: Progress): Promise<void> {
    const {machine, answers, jobs, execute} = this.#inputs;
    progress.startUs = machine.nowUs();
    const number = this.#begun;
    this.#begun += 1;
    // Spread evenly: job n is computed when n·execute/jobs passes a whole number.
    progress.executed =
      answers !== undefined && Math.floor(((number + 1) * execute) / jobs) > Math.floor((number * execute) / jobs);
    if (progress.executed) await answers?.begin(job.instance, job.ordinal);
  }

  /** Stops a job whose deadline has passed, where its instance asks for that. */
  async #abortIfLate(instance: InstanceState, job: Job, progress: Progress): Promise<boolean> {
    if (instance.spec.onMiss !== 'abort' || this.#inputs.machine.nowUs() <= job.deadlineUs) return false;
    if (instance.layer === 0) progress.startUs = this.#inputs.machine.nowUs();
    await this.#finish(instance, job, progress, true);
    return true;
  }

  async #finish(instance: InstanceState, job: Job, progress: Progress, aborted: boolean): Promise<void> {
    const {machine, observer, answers} = this.#inputs;
    const finishUs = machine.nowUs();
    const missed = aborted || finishUs > job.deadlineUs;
    const judged: JobAnswers | undefined =
      progress.executed && !aborted ? await answers?.finish(job.instance) : undefined;
    const {startUs, predictedLoss, variants} = progress;
    const record: JobRecord = {
      ...job,
      startUs,
      finishUs,
      missed,
      aborted,
      predictedLoss,
      variants,
      ...(judged === undefined ? {} : {answers: judged}),
    };
    this.#records.push(record);
    this.#progress[job.instance] = newProgress();
    if (missed && instance.spec.onMiss === 'skip-next') instance.toSkip += 1;
    instance.endJob();
    observer?.onJob?.(record);
  }

  async #setConfiguration(configuration: number): Promise<void> {
    const {machine} = this.#inputs;
    this.#used.add(configuration);
    if (configuration === machine.configuration()) return;
    this.#transitions += 1;
    await machine.setConfiguration(configuration);
  }

  #result(interrupted: boolean): CohortRun {
    const {machine} = this.#inputs;
    return {
      jobs: this.#records,
      skipped: this.#skipped,
      durationUs: machine.nowUs(),
      energyUj: machine.energyUj(),
      transitions: this.#transitions,
      configurationsUsed: this.#used.size,
      decisionsUs: this.#decisionsUs,
      shortfallUs: this.#shortfallUs,
      interrupted,
    };
  }
}

function newProgress(): Progress {
  return {startUs: 0, predictedLoss: 0, variants: [], executed: false};
}

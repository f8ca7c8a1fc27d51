import {ALONE, CONTENDED} from '../core/schedule/correction-factor.js';
import {CohortState, type InstanceState} from '../core/schedule/cohort-state.js';
import {ROUNDING_US} from '../core/schedule/demand.js';
import type {Job} from '../core/schedule/instance.js';
import type {AnswerEngine, BoardInTime, LayerExecution} from '../core/schedule/machine.js';
import type {CohortRun, JobRecord} from '../core/schedule/records.js';
import type {PolicyDecision} from '../core/schedule/policy.js';
import type {RunCohortInputs} from './run-cohort-inputs.js';

/** Longest stretch without a look at signals and other events. */
const BREATH_MS = 50;

/** What the active job of an instance has done so far. */
interface Progress {
  startUs: number;
  predictedLoss: number;
  variants: number[];
  executed: boolean;
}

/** Keeps the books of a run, whoever dispatches its layers: releases, decisions, answers, finished jobs. */
export class JobBook {
  readonly state: CohortState;
  readonly #inputs: RunCohortInputs;
  readonly #machine: BoardInTime;
  readonly #answers: AnswerEngine | undefined;
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
    const bounds = 'runLayer' in inputs.machine ? ALONE : CONTENDED;
    this.state = new CohortState(inputs.instances, inputs.networks, bounds);
    this.#inputs = inputs;
    this.#machine = inputs.machine;
    this.#answers = inputs.answers;
    this.#progress = inputs.instances.map(newProgress);
  }

  /** Whether any job is still to be released. */
  get expectsReleases(): boolean {
    return this.#released < this.#inputs.jobs;
  }

  /** Sets the policy's first configuration, and starts the clock. */
  async start(): Promise<void> {
    await this.#machine.setConfiguration(this.#inputs.policy.start(this.state));
    this.#machine.start();
  }

  /** Lets signals and other events in from time to time: in virtual time nothing else would. */
  async breathe(): Promise<void> {
    const {clock} = this.#inputs;
    if (clock.nowMs() < this.#breathAtMs) return;
    await clock.breathe();
    this.#breathAtMs = clock.nowMs() + BREATH_MS;
  }

  /** Releases whatever is due by now; releases that coincide may differ by a rounding. */
  release(): void {
    const nowUs = this.#machine.nowUs();
    while (this.expectsReleases) {
      const instance = this.state.instances[this.state.nextToRelease()];
      if (instance === undefined || instance.nextReleaseUs > nowUs + ROUNDING_US) return;
      this.#released += 1;
      if (instance.release() === undefined) this.#skipped += 1;
    }
    this.state.stopReleases();
  }

  /**
   * Decides for the next layer of an instance and sets the configuration for it.
   *
   * @returns what to run, or undefined when the job was given up because its deadline had passed.
   */
  async prepare(running: number): Promise<LayerExecution | undefined> {
    const {observer} = this.#inputs;
    const instance = this.state.instances[running] as InstanceState;
    const job = instance.jobs[0] as Job;
    if (await this.#abortIfLate(instance, job)) return undefined;
    if (instance.layer === 0) await this.#begin(job);
    const {configuration, variant, predictedLoss, shortfallUs} = this.#decide(running);
    const {layer, lagUs} = instance;
    const timeUs = this.#machine.nowUs();
    const boundary = {timeUs, instance: running, job: job.ordinal, layer, lagUs, configuration, variant, shortfallUs};
    observer?.onBoundary?.(boundary);
    await this.setConfiguration(configuration);
    this.#progressOf(running).predictedLoss += predictedLoss;
    return {instance: running, job: job.ordinal, network: instance.spec.network, layer, variant};
  }

  /** Books the end of a layer, and of its job when it was the last one. */
  async book({instance: running, layer, variant}: LayerExecution, latencyUs: number): Promise<void> {
    const progress = this.#progressOf(running);
    const instance = this.state.instances[running] as InstanceState;
    if (progress.executed) await this.#answers?.runLayer(running, layer, variant);
    this.#inputs.policy.observe(this.state, running, latencyUs, this.#machine.nowUs());
    progress.variants.push(variant);
    if (instance.finishLayer(this.#machine.nowUs())) await this.#finish(instance, instance.jobs[0] as Job, false);
  }

  /** Changes the configuration, if it is another one. */
  async setConfiguration(configuration: number): Promise<void> {
    this.#used.add(configuration);
    if (configuration === this.#machine.configuration()) return;
    this.#transitions += 1;
    await this.#machine.setConfiguration(configuration);
  }

  result(): CohortRun {
    return {
      jobs: this.#records,
      skipped: this.#skipped,
      durationUs: this.#machine.nowUs(),
      energyUj: this.#machine.energyUj(),
      transitions: this.#transitions,
      configurationsUsed: this.#used.size,
      decisionsUs: this.#decisionsUs,
      shortfallUs: this.#shortfallUs,
      interrupted: this.#inputs.signal.aborted,
    };
  }

  #decide(running: number): Readonly<PolicyDecision> {
    const {policy, clock} = this.#inputs;
    const startedMs = clock.nowMs();
    const decision = policy.decide(this.state, running, this.#machine.nowUs(), this.#machine.configuration());
    this.#decisionsUs.push((clock.nowMs() - startedMs) * 1000);
    this.#shortfallUs = Math.max(this.#shortfallUs, decision.shortfallUs);
    return decision;
  }

  async #begin({instance, ordinal}: Job): Promise<void> {
    const {jobs, execute} = this.#inputs;
    const progress = this.#progressOf(instance);
    const number = this.#begun;
    this.#begun += 1;
    progress.startUs = this.#machine.nowUs();
    // Spread evenly: job n is computed when n·execute/jobs passes a whole number.
    const due = Math.floor(((number + 1) * execute) / jobs) > Math.floor((number * execute) / jobs);
    progress.executed = this.#answers !== undefined && due;
    if (progress.executed) await this.#answers?.begin(instance, ordinal);
  }

  /** Stops a job whose deadline has passed, where its instance asks for that. */
  async #abortIfLate(instance: InstanceState, job: Job): Promise<boolean> {
    const nowUs = this.#machine.nowUs();
    if (instance.spec.onMiss !== 'abort' || nowUs <= job.deadlineUs) return false;
    if (instance.layer === 0) this.#progressOf(job.instance).startUs = nowUs;
    await this.#finish(instance, job, true);
    return true;
  }

  async #finish(instance: InstanceState, job: Job, aborted: boolean): Promise<void> {
    const {executed, startUs, predictedLoss, variants} = this.#progressOf(job.instance);
    const finishUs = this.#machine.nowUs();
    const missed = aborted || finishUs > job.deadlineUs;
    const answers = executed && !aborted ? await this.#answers?.finish(job.instance) : undefined;
    const record: JobRecord = {
      ...job,
      startUs,
      finishUs,
      missed,
      aborted,
      predictedLoss,
      variants,
      ...(answers === undefined ? {} : {answers}),
    };
    this.#records.push(record);
    this.#progress[job.instance] = newProgress();
    if (missed && instance.spec.onMiss === 'skip-next') instance.toSkip += 1;
    instance.endJob();
    this.#inputs.observer?.onJob?.(record);
  }

  #progressOf(instance: number): Progress {
    return this.#progress[instance] as Progress;
  }
}

function newProgress(): Progress {
  return {startUs: 0, predictedLoss: 0, variants: [], executed: false};
}

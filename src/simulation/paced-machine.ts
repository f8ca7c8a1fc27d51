import type {LayerExecution, Machine} from '../core/schedule/machine.js';

/** The real time that virtual time is held back to. */
export interface Pace {
  /** Milliseconds of a steady clock. */
  readonly nowMs: () => number;
  readonly sleepMs: (ms: number) => Promise<void>;
}

/** A simulated machine whose virtual clock runs no faster than the real one, for watching a cohort as it would run. */
export class PacedMachine implements Machine {
  readonly #machine: Machine;
  readonly #pace: Pace;
  #startedMs = 0;

  constructor(machine: Machine, pace: Pace) {
    this.#machine = machine;
    this.#pace = pace;
  }

  nowUs(): number {
    return this.#machine.nowUs();
  }

  configuration(): number {
    return this.#machine.configuration();
  }

  energyUj(): number {
    return this.#machine.energyUj();
  }

  start(): void {
    this.#machine.start();
    this.#startedMs = this.#pace.nowMs();
  }

  async setConfiguration(configuration: number): Promise<void> {
    await this.#machine.setConfiguration(configuration);
  }

  async runLayer(execution: LayerExecution): Promise<number> {
    const latencyUs = await this.#machine.runLayer(execution);
    await this.#catchUp();
    return latencyUs;
  }

  async idleUntil(timeUs: number): Promise<void> {
    await this.#machine.idleUntil(timeUs);
    await this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    const aheadMs = this.#machine.nowUs() / 1000 - (this.#pace.nowMs() - this.#startedMs);
    if (aheadMs >= 1) await this.#pace.sleepMs(aheadMs);
  }
}

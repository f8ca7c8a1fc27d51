import {once} from 'node:events';
import {setTimeout} from 'node:timers/promises';
import {Worker} from 'node:worker_threads';
import type {PowerSensor, PowerWindow, TotalRails} from '../core/board/power-sensor.js';
import {powerWindow} from '../core/board/power-window.js';
import {EnvironmentError} from '../core/errors.js';
import {monotonicUs} from './monotonic-clock.js';
import type {SamplerOptions} from './sample.js';
import {SampleRing} from './sample-ring.js';

/** Between two samples; a rail that blocks for its conversion takes longer by itself. */
const INTERVAL_MS = 5;
/** A chip in single-shot mode may time out for a moment. */
const PATIENCE = 20;
/** A first reading comes after a conversion of some milliseconds, or not at all; but a busy machine starts threads late. */
const FIRST_READING_MS = 30_000;
const LOOK_MS = 5;

/** Samples a board's rails on a thread of its own. */
export class SampledSensor implements PowerSensor {
  readonly description: string;
  readonly rails: readonly string[];
  readonly #total: TotalRails;
  readonly #ring = new SampleRing();
  #exited: Promise<unknown> | undefined;
  #failure: string | undefined;

  constructor(total: TotalRails) {
    this.#total = total;
    this.description = total.description;
    this.rails = total.channels.map(({rail}) => rail);
  }

  async start(): Promise<void> {
    const workerData: SamplerOptions = {
      memory: this.#ring.memory,
      sources: this.#total.channels.map(({source}) => source),
      intervalMs: INTERVAL_MS,
      patience: PATIENCE,
    };
    const worker = new Worker(new URL('./sampler-worker.js', import.meta.url), {workerData});
    this.#exited = once(worker, 'exit').catch(() => undefined);
    worker.on('message', (failure: string) => (this.#failure = failure));
    worker.on('error', (error: Error) => (this.#failure = error.message));
    await this.#firstReading();
  }

  nowUs(): number {
    return monotonicUs();
  }

  window(fromUs: number, untilUs: number): PowerWindow {
    this.#throwIfFailed();
    return powerWindow(this.#ring.between(fromUs, untilUs), fromUs, untilUs);
  }

  async stop(): Promise<void> {
    if (this.#exited === undefined) return;
    this.#ring.askToStop();
    await this.#exited;
    this.#exited = undefined;
  }

  async #firstReading(): Promise<void> {
    const giveUpUs = monotonicUs() + FIRST_READING_MS * 1000;
    while (this.#ring.written === 0) {
      this.#throwIfFailed();
      if (monotonicUs() > giveUpUs) {
        throw new EnvironmentError(
          `the power sensor (${this.description}) gives no reading within ${FIRST_READING_MS / 1000} s`,
          {
            suggestions: ['neuos doctor'],
          },
        );
      }
      await setTimeout(LOOK_MS);
    }
  }

  #throwIfFailed(): void {
    if (this.#failure === undefined) return;
    throw new EnvironmentError(`the power sensor (${this.description}) fails: ${this.#failure}`, {
      suggestions: ['neuos doctor', 'neuos boards probe'],
    });
  }
}

import type {PowerSample} from '../core/board/power-window.js';

/** Numbers of one sample: time, power, freshness. */
const FIELDS = 3;
/** A minute and more at the fastest rate of sampling. */
const CAPACITY = 1 << 15;
/** Header: samples written so far, and whether to stop. */
const WRITTEN = 0;
const STOP = 1;
const HEADER_BYTES = 8;

/** Samples on their way from the sampling thread to whoever asks: one writes, others read, nobody waits. */
export class SampleRing {
  readonly #header: Int32Array<SharedArrayBuffer>;
  readonly #samples: Float64Array<SharedArrayBuffer>;

  /** @param memory - of a ring made in another thread */
  constructor(readonly memory = new SharedArrayBuffer(HEADER_BYTES + CAPACITY * FIELDS * 8)) {
    this.#header = new Int32Array(memory, 0, 2);
    this.#samples = new Float64Array(memory, HEADER_BYTES);
  }

  get written(): number {
    return Atomics.load(this.#header, WRITTEN);
  }

  push({timeUs, powerMw, isFresh}: PowerSample): void {
    const place = (this.written % CAPACITY) * FIELDS;
    this.#samples[place] = timeUs;
    this.#samples[place + 1] = powerMw;
    this.#samples[place + 2] = isFresh ? 1 : 0;
    // Published last, so that a reader that sees the count sees the sample.
    Atomics.add(this.#header, WRITTEN, 1);
  }

  /** Samples from one before `fromUs` to one after `untilUs`, where the ring still has them; in order of time. */
  between(fromUs: number, untilUs: number): readonly PowerSample[] {
    const end = this.written;
    // The writer may be at work on the oldest place.
    const oldest = Math.max(0, end - CAPACITY + 1);
    const found: PowerSample[] = [];
    for (let n = end - 1; n >= oldest; n -= 1) {
      const sample = this.#at(n);
      if (sample.timeUs > untilUs) found.length = 0;
      found.push(sample);
      if (sample.timeUs < fromUs) break;
    }
    return found.reverse();
  }

  askToStop(): void {
    Atomics.store(this.#header, STOP, 1);
    Atomics.notify(this.#header, STOP);
  }

  /** Sleeps unless asked to stop. @returns whether it was */
  pause(ms: number): boolean {
    Atomics.wait(this.#header, STOP, 0, ms);
    return Atomics.load(this.#header, STOP) === 1;
  }

  #at(n: number): PowerSample {
    const place = (n % CAPACITY) * FIELDS;
    const [timeUs = 0, powerMw = 0, fresh = 0] = this.#samples.subarray(place, place + FIELDS);
    return {timeUs, powerMw, isFresh: fresh === 1};
  }
}

import type {ClockAxis} from './clock-grid.js';
import type {MergedClocks} from './merged-clocks.js';

/** A time that is a whole number of steps but for rounding is one. */
const ROUNDING = 1e-9;

export interface TimedJob extends JobTimes {
  readonly layers: readonly TimedLayer[];
}

export interface JobTimes {
  /** With every layer at its fastest. */
  readonly fastestUs: number;
  readonly startUs: number;
  /** What there is beyond that until it is due. */
  readonly spareUs: number;
}

export interface TimedLayer {
  readonly factor: number;
  readonly energiesNj: Float64Array;
  /** Steps lost at each point: those by the end of this layer less those by its beginning, if the job were always there. */
  readonly lostSteps: Int32Array;
}

/** The least energy with which a job is at each point of the clocks, by how much time it has lost so far. */
export class Timetable {
  readonly #axes: readonly (ClockAxis & {readonly steps: number; readonly stride: number})[];
  readonly #idleMw: Float64Array;
  readonly #points: number;
  readonly #stepUs: number;
  /** Steps that all clocks together take to change: as long before its release, a job's next clocks are nobody's concern. */
  readonly #changeSteps: number;
  /** `[point × width + step]`, each row known from its first step to behind its last, and infinite elsewhere. */
  readonly #nj: Float64Array;
  readonly #first: Int32Array;
  readonly #end: Int32Array;
  readonly #width: number;
  /** Cheapest way to begin a change of one clock at each step, energy of the change not included, and included. */
  readonly #before: Float64Array;
  readonly #behind: Float64Array;
  /** At each point, steps that the next layer loses at least. */
  readonly #leastLost: Int32Array;

  constructor({axes, size, idleMw}: MergedClocks, stepUs: number, jobs: readonly TimedJob[]) {
    this.#points = size;
    this.#stepUs = stepUs;
    this.#idleMw = idleMw;
    let stride = size;
    this.#axes = axes.map((axis) => {
      stride /= axis.levels.length;
      return {...axis, steps: wholeSteps(axis.changeUs, stepUs), stride};
    });
    this.#changeSteps = this.#axes.reduce((sum, {steps}) => sum + steps, 0);
    const most = jobs.reduce((steps, {spareUs}) => Math.max(steps, wholeSteps(spareUs, stepUs)), 0);
    this.#width = most + 3 + this.#changeSteps;
    this.#nj = new Float64Array(size * this.#width);
    this.#first = new Int32Array(size);
    // Before the first job the clocks are wherever it likes.
    this.#end = new Int32Array(size).fill(1);
    this.#before = new Float64Array(this.#width);
    this.#behind = new Float64Array(this.#width);
    this.#leastLost = new Int32Array(size);
  }

  leastNj(): number {
    let least = Infinity;
    for (let point = 0; point < this.#points; point += 1) {
      const row = point * this.#width;
      for (let at = row + this.#firstOf(point); at < row + this.#endOf(point); at += 1) {
        least = Math.min(least, this.#nj[at] ?? Infinity);
      }
    }
    return least;
  }

  /** Runs a job's layers, clocks changing between them. */
  run({layers, spareUs}: TimedJob): void {
    // One step more: where a job stays at a point for some layers, their losses are rounded together, up or down.
    const limit = Math.max(0, wholeSteps(spareUs, this.#stepUs)) + 2;
    for (const [index, layer] of layers.entries()) {
      if (index > 0) this.#change(limit, 1, layer.lostSteps);
      for (let point = 0; point < this.#points; point += 1) this.#runAt(point, layer, limit);
    }
  }

  #runAt(point: number, {factor, energiesNj, lostSteps}: TimedLayer, limit: number): void {
    const [first, end] = [this.#firstOf(point), this.#endOf(point)];
    if (first >= end) return;
    const lost = lostSteps[point] ?? 0;
    const newEnd = Math.min(limit, end + lost);
    const energyNj = factor * (energiesNj[point] ?? Infinity);
    const row = point * this.#width;
    const nj = this.#nj;
    for (let step = newEnd - 1; step >= first + lost; step -= 1)
      nj[row + step] = (nj[row + step - lost] ?? 0) + energyNj;
    this.#first[point] = first + lost;
    this.#end[point] = newEnd;
  }

  /**
   * From the end of a job to the beginning of the next: clocks change, and who is early waits for the release.
   *
   * @param gapUs - from the end of the job at its fastest to the release of the next one.
   */
  wait(gapUs: number): void {
    // Of whoever is so early that all clocks may change, it does not matter how early. One step more, as in `run`.
    const gap = Math.ceil(gapUs / this.#stepUs - ROUNDING) + 1;
    const shift = gap - this.#changeSteps;
    this.#shift(shift);
    this.#leastLost.fill(0);
    this.#change(this.#width, 0);
    this.#shift(gap - shift);
  }

  /** Takes steps off the time lost; less than none is none. */
  #shift(steps: number): void {
    const nj = this.#nj;
    for (let point = 0; point < this.#points; point += 1) {
      const [first, end] = [this.#firstOf(point), this.#endOf(point)];
      if (first >= end) continue;
      const row = point * this.#width;
      const newFirst = Math.max(0, first - steps);
      const newEnd = Math.min(this.#width, Math.max(1, end - steps));
      if (steps >= 0) {
        let least = Infinity;
        for (let step = first; step < end && step - steps <= newFirst; step += 1)
          least = Math.min(least, nj[row + step] ?? 0);
        for (let step = newFirst + 1; step < newEnd; step += 1) nj[row + step] = nj[row + step + steps] ?? Infinity;
        nj[row + newFirst] = least;
      } else {
        for (let step = newEnd - 1; step >= newFirst; step -= 1) nj[row + step] = nj[row + step + steps] ?? Infinity;
      }
      this.#first[point] = newFirst;
      this.#end[point] = newEnd;
    }
  }

  /**
   * Lets every clock change once, axis by axis.
   *
   * @param rounded - steps that rounding may have added.
   * @param nextLost - steps that the layer behind the change loses at each point: what leads nowhere in time is left out.
   */
  #change(limit: number, rounded: number, nextLost?: Int32Array): void {
    for (const axis of this.#axes) {
      const steps = Math.max(0, axis.steps - rounded);
      if (nextLost !== undefined) this.#findLeastLost(nextLost, axis.stride);
      for (let first = 0; first < this.#points; first += 1) {
        if (Math.floor(first / axis.stride) % axis.levels.length === 0) this.#changeAlong(first, axis, steps, limit);
      }
    }
  }

  /** What is lost at least where the axes behind one of this stride may still change: they span blocks of points. */
  #findLeastLost(lost: Int32Array, stride: number): void {
    for (let block = 0; block < lost.length; block += stride) {
      let least = Infinity;
      for (let point = block; point < block + stride; point += 1) least = Math.min(least, lost[point] ?? 0);
      this.#leastLost.fill(least, block, block + stride);
    }
  }

  /** A change draws what the board draws idle on either side of it at least. */
  #changeAlong(
    origin: number,
    {levels, stride, changeUs}: ClockAxis & {readonly stride: number},
    steps: number,
    limit: number,
  ): void {
    const last = origin + levels.length * stride;
    let from = this.#width;
    let to = 0;
    for (let point = origin; point < last; point += stride) {
      if (this.#firstOf(point) >= this.#endOf(point)) continue;
      from = Math.min(from, this.#firstOf(point));
      to = Math.max(to, this.#endOf(point));
    }
    if (from >= to) return;
    this.#before.fill(Infinity, from, to);
    this.#behind.fill(Infinity, from, to);
    for (let point = origin; point < last; point += stride) this.#leave(point, changeUs * (this.#idleMw[point] ?? 0));
    for (let point = origin; point < last; point += stride) {
      if (from + steps + (this.#leastLost[point] ?? 0) >= limit) continue;
      this.#arrive(point, changeUs * (this.#idleMw[point] ?? 0), steps, from, Math.min(limit, to + steps));
    }
  }

  #leave(point: number, changeNj: number): void {
    const [nj, before, behind] = [this.#nj, this.#before, this.#behind];
    const row = point * this.#width;
    const end = this.#endOf(point);
    for (let step = this.#firstOf(point); step < end; step += 1) {
      const value = nj[row + step] ?? Infinity;
      if (value < (before[step] ?? Infinity)) before[step] = value;
      if (value + changeNj < (behind[step] ?? Infinity)) behind[step] = value + changeNj;
    }
  }

  #arrive(point: number, changeNj: number, steps: number, from: number, end: number): void {
    const [nj, before, behind] = [this.#nj, this.#before, this.#behind];
    const row = point * this.#width;
    this.#extend(point, from + steps, end);
    for (let step = from + steps; step < end; step += 1) {
      const value = Math.min((before[step - steps] ?? Infinity) + changeNj, behind[step - steps] ?? Infinity);
      if (value < (nj[row + step] ?? Infinity)) nj[row + step] = value;
    }
  }

  /** Makes a row known from `first` to `end`, too. */
  #extend(point: number, first: number, end: number): void {
    if (first >= end) return;
    const row = point * this.#width;
    if (this.#firstOf(point) >= this.#endOf(point)) {
      this.#nj.fill(Infinity, row + first, row + end);
      this.#first[point] = first;
      this.#end[point] = end;
      return;
    }
    if (first < this.#firstOf(point)) {
      this.#nj.fill(Infinity, row + first, row + this.#firstOf(point));
      this.#first[point] = first;
    }
    if (end > this.#endOf(point)) {
      this.#nj.fill(Infinity, row + this.#endOf(point), row + end);
      this.#end[point] = end;
    }
  }

  #firstOf(point: number): number {
    return this.#first[point] ?? 0;
  }

  #endOf(point: number): number {
    return this.#end[point] ?? 0;
  }
}

/** Rounded down; what is a whole number but for rounding is that number. */
export function wholeSteps(us: number, stepUs: number): number {
  return Math.floor(us / stepUs + ROUNDING);
}

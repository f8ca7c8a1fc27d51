import type {ConcurrentMachine, EndedLayer, LayerExecution} from '../core/schedule/machine.js';
import {VirtualBoard, type VirtualBoardOptions} from './virtual-board.js';
import type {LayerTruth} from './world/layer-truth.js';

/** Share of the board's time that each further layer costs: contexts are switched, caches filled again. */
const SWITCHING_COST = 0.03;
/** Work left below this share of a layer is rounding: a clock that has run for hours has coarse digits. */
const DONE = 1e-6;

/** A layer that has started and not ended. */
interface Running {
  readonly execution: LayerExecution;
  /** Share of its work that is left, 1..0. */
  left: number;
  readonly startedUs: number;
}

/**
 * A simulated board on which several layers run at once: they share it equally, compute and bandwidth alike, less what
 * switching between them costs. What they get done together is never more than one after the other.
 *
 * A change of configuration holds all of them up, and then goes for what is left of each.
 */
export class SharingMachine implements ConcurrentMachine {
  readonly #board: VirtualBoard;
  readonly #running: Running[] = [];
  readonly #truths: LayerTruth[] = [];

  constructor(options: VirtualBoardOptions) {
    this.#board = new VirtualBoard(options);
  }

  nowUs(): number {
    return this.#board.nowUs;
  }

  configuration(): number {
    return this.#board.configuration;
  }

  energyUj(): number {
    return this.#board.energyUj;
  }

  start(): void {
    this.#board.start();
  }

  /** How many layers are running. */
  get load(): number {
    return this.#running.length;
  }

  setConfiguration(configuration: number): void {
    this.#board.setConfiguration(configuration);
  }

  /** Starts a layer; it runs while time passes. */
  beginLayer(execution: LayerExecution): void {
    this.#running.push({execution, left: 1, startedUs: this.#board.nowUs});
  }

  /**
   * Lets time pass until the first running layer ends, or until `timeUs` when none ends before.
   *
   * @returns the layer that ended, if one did; of several at once the one that started first.
   */
  advance(timeUs: number): EndedLayer | undefined {
    if (this.#running.length === 0) {
      this.#rest(timeUs);
      return undefined;
    }
    const stretch = this.#stretch();
    const first = this.#firstToEnd(stretch);
    const endsUs = this.#board.nowUs + this.#wallUs(first, stretch);
    const spanUs = Math.max(0, Math.min(endsUs, timeUs) - this.#board.nowUs);
    this.#work(spanUs, stretch);
    if (endsUs > timeUs) return undefined;
    return this.#end(first);
  }

  /** How much longer than alone a layer takes among those that run now. */
  #stretch(): number {
    const count = this.#running.length;
    for (const [index, {execution}] of this.#running.entries()) {
      const truth = (this.#truths[index] ??= {latencyUs: 0, powerMw: 0});
      this.#board.truthOf(execution, truth);
    }
    return count * (1 + SWITCHING_COST * (count - 1));
  }

  #wallUs(index: number, stretch: number): number {
    return (this.#running[index]?.left ?? 0) * (this.#truths[index]?.latencyUs ?? 0) * stretch;
  }

  #firstToEnd(stretch: number): number {
    let first = 0;
    for (let index = 1; index < this.#running.length; index += 1) {
      if (this.#wallUs(index, stretch) < this.#wallUs(first, stretch)) first = index;
    }
    return first;
  }

  /** Everyone has the board for an equal share of the time, at the power it draws. */
  #work(spanUs: number, stretch: number): void {
    let powerMw = 0;
    for (const [index, layer] of this.#running.entries()) {
      const truth = this.#truths[index] as LayerTruth;
      powerMw += truth.powerMw / this.#running.length;
      layer.left = Math.max(0, layer.left - spanUs / (truth.latencyUs * stretch));
    }
    this.#board.pass(spanUs, powerMw);
  }

  #end(index: number): EndedLayer {
    const [ended] = this.#running.splice(index, 1);
    if (ended === undefined || ended.left > DONE) throw new RangeError('a layer ended before its work was done');
    return {execution: ended.execution, latencyUs: this.#board.nowUs - ended.startedUs};
  }

  #rest(timeUs: number): void {
    const {nowUs, configuration} = this.#board;
    if (timeUs > nowUs && timeUs < Infinity) this.#board.pass(timeUs - nowUs, this.#board.idleMw(configuration));
  }
}

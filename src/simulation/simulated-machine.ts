import type {LayerExecution, Machine} from '../core/schedule/machine.js';
import {VirtualBoard, type VirtualBoardOptions} from './virtual-board.js';
import type {LayerTruth} from './world/layer-truth.js';

/** A simulated board running a cohort in virtual time, one layer at a time. */
export class SimulatedMachine implements Machine {
  readonly #board: VirtualBoard;
  readonly #truth: LayerTruth = {latencyUs: 0, powerMw: 0};

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

  setConfiguration(configuration: number): void {
    this.#board.setConfiguration(configuration);
  }

  runLayer(execution: LayerExecution): number {
    this.#board.truthOf(execution, this.#truth);
    this.#board.pass(this.#truth.latencyUs, this.#truth.powerMw);
    return this.#truth.latencyUs;
  }

  idleUntil(timeUs: number): void {
    const {nowUs, configuration} = this.#board;
    if (timeUs > nowUs) this.#board.pass(timeUs - nowUs, this.#board.idleMw(configuration));
  }
}

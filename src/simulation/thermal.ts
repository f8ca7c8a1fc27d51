import type {BoardCoefficients} from './world/coefficients.js';

/** Die temperature as a first-order lag behind power: T' = (ambient + rise · P − T) / τ. */
export class ThermalModel {
  temperatureMc: number;
  readonly #thermal: BoardCoefficients['thermal'];

  constructor(thermal: BoardCoefficients['thermal']) {
    this.#thermal = thermal;
    this.temperatureMc = thermal.ambientMc;
  }

  /** Lets the board draw `powerMw` for `durationUs`. */
  advance(powerMw: number, durationUs: number): void {
    const steady = this.#thermal.ambientMc + (this.#thermal.riseMcPerW * powerMw) / 1000;
    const decay = Math.exp(-durationUs / (this.#thermal.timeConstantS * 1e6));
    this.temperatureMc = steady + (this.temperatureMc - steady) * decay;
  }
}

import type {BoardCoefficients} from './world/coefficients.js';

/** Die temperature as a first-order lag behind power: T' = (ambient + rise · P − T) / τ. */
export class ThermalModel {
  temperatureMc: number;
  readonly #thermal: BoardCoefficients['thermal'];

  constructor(thermal: BoardCoefficients['thermal']) {
    this.#thermal = thermal;
    this.temperatureMc = thermal.ambientMc;
  }

  /** Lets the board draw `powerMw` until its temperature changes no more. */
  settle(powerMw: number): void {
    this.temperatureMc = steadyTemperatureMc(this.#thermal, powerMw);
  }

  /** Lets the board draw `powerMw` for `durationUs`. */
  advance(powerMw: number, durationUs: number): void {
    const steady = steadyTemperatureMc(this.#thermal, powerMw);
    const decay = Math.exp(-durationUs / (this.#thermal.timeConstantS * 1e6));
    this.temperatureMc = steady + (this.temperatureMc - steady) * decay;
  }
}

/** Where the die's temperature ends up at a constant power. */
export function steadyTemperatureMc(thermal: BoardCoefficients['thermal'], powerMw: number): number {
  return thermal.ambientMc + (thermal.riseMcPerW * powerMw) / 1000;
}

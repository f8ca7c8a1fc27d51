import type {BoardCoefficients} from './world/coefficients.js';

const WARMER_MC = 20_000;
const MEMORY_LEFT = 0.9;

/** The same board on another day: its surroundings 20 °C warmer, its memory a tenth slower. Tables do not know. */
export function drifted(coefficients: BoardCoefficients): BoardCoefficients {
  const {thermal, memory} = coefficients;
  return {
    ...coefficients,
    thermal: {...thermal, ambientMc: thermal.ambientMc + WARMER_MC},
    memory: {...memory, bytesPerCycle: memory.bytesPerCycle * MEMORY_LEFT},
  };
}

import {AGX_XAVIER_COEFFICIENTS} from './agx-xavier.js';
import type {BoardCoefficients} from './coefficients.js';
import {TX2_COEFFICIENTS} from './tx2.js';

/** Coefficients of every simulated board, by the board's name. */
export const COEFFICIENTS: Readonly<Record<string, BoardCoefficients>> = {
  tx2: TX2_COEFFICIENTS,
  'agx-xavier': AGX_XAVIER_COEFFICIENTS,
};

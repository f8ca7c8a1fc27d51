import {AGX_ORIN_COEFFICIENTS} from './agx-orin.js';
import {AGX_XAVIER_COEFFICIENTS} from './agx-xavier.js';
import type {BoardCoefficients} from './coefficients.js';
import {ORIN_NANO_COEFFICIENTS} from './orin-nano.js';
import {TX2_COEFFICIENTS} from './tx2.js';
import {XAVIER_NX_COEFFICIENTS} from './xavier-nx.js';

/** Coefficients of every simulated board, by the board's name. */
export const COEFFICIENTS: Readonly<Record<string, BoardCoefficients>> = {
  tx2: TX2_COEFFICIENTS,
  'agx-xavier': AGX_XAVIER_COEFFICIENTS,
  'xavier-nx': XAVIER_NX_COEFFICIENTS,
  'agx-orin': AGX_ORIN_COEFFICIENTS,
  'orin-nano': ORIN_NANO_COEFFICIENTS,
};

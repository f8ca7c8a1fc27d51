import {fitSweep, withGpuClock} from '../fit-sweep.js';
import {governedConfiguration} from '../sweep-model.js';
import {AGX_XAVIER_COEFFICIENTS} from '../world/agx-xavier.js';
import {TYPICAL_COUPLINGS} from '../world/hidden-truth.js';
import {operatingPoint} from '../world/operating-points.js';
import type {MeasuredRow} from './measured-rows.js';

/**
 * What a board draws with nothing running, where a sweep of its GPU clock does not say: what a fit to the sweep leaves when
 * nothing runs.
 */
export function assumedIdlePower(rows: readonly MeasuredRow[]): (row: MeasuredRow) => number {
  const wanted = rows.some(({idlePowerMw}) => Number.isNaN(idlePowerMw));
  if (!wanted) return ({idlePowerMw}) => idlePowerMw;
  const prior = withGpuClock(AGX_XAVIER_COEFFICIENTS, Math.max(...rows.map(({gpuHz}) => gpuHz)));
  const {coefficients} = fitSweep(rows, prior);
  return ({gpuHz}) =>
    operatingPoint(coefficients, TYPICAL_COUPLINGS, governedConfiguration(coefficients, gpuHz)).idleMw;
}

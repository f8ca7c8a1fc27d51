import {median} from './median.js';
import type {RowKey} from './profile.js';

/** A stored row, measured once more. */
export interface VerifiedRow {
  readonly configuration: number;
  readonly row: RowKey;
  readonly storedUs: number;
  readonly measuredUs: number;
  /** Null where either has no power. */
  readonly storedMw: number | null;
  readonly measuredMw: number | null;
}

/** Whether a profile still holds on the board it is used on. */
export interface Verification {
  readonly rows: readonly VerifiedRow[];
  /** Median of measured / stored. */
  readonly latencyRatio: number;
  /** Null without power. */
  readonly powerRatio: number | null;
  /** Rows whose latency or power is beyond the tolerance. */
  readonly deviating: number;
  readonly holds: boolean;
}

/** A row may differ by so much: windows vary by some per cent, rails by their step. */
export const ROW_TOLERANCE = 0.15;
/** One disturbed window in five says nothing about the board. */
const MOST_DEVIATING = 0.2;

/** Judges rows: the profile holds unless more than one in five deviates. */
export function judgeVerification(rows: readonly VerifiedRow[]): Verification {
  const latencyRatios = rows.map(({measuredUs, storedUs}) => measuredUs / storedUs);
  const powerRatios = rows.flatMap(({measuredMw, storedMw}) =>
    measuredMw === null || storedMw === null ? [] : [measuredMw / storedMw],
  );
  const deviating = rows.filter(
    ({measuredUs, storedUs, measuredMw, storedMw}) =>
      isBeyond(measuredUs / storedUs) || (measuredMw !== null && storedMw !== null && isBeyond(measuredMw / storedMw)),
  ).length;
  return {
    rows,
    latencyRatio: median(latencyRatios),
    powerRatio: powerRatios.length === 0 ? null : median(powerRatios),
    deviating,
    holds: deviating <= rows.length * MOST_DEVIATING,
  };
}

function isBeyond(ratio: number): boolean {
  return Math.abs(ratio - 1) > ROW_TOLERANCE;
}

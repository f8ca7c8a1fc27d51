/** A mean with the half-width of its 95 % interval. */
export interface Interval {
  readonly mean: number;
  /** Null where there is a single value. */
  readonly halfWidth: number | null;
}

/** Two-sided 95 % quantiles of Student's t, by degrees of freedom from 1; beyond the list the normal's. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL_95 = 1.96;

/** Mean and 95 % interval of independent values, by Student's t. */
export function interval95(values: readonly number[]): Interval {
  const count = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / count;
  if (count < 2) return {mean, halfWidth: null};
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (count - 1);
  return {mean, halfWidth: (T_95[count - 2] ?? NORMAL_95) * Math.sqrt(variance / count)};
}

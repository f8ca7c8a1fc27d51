import {Matrix, solve} from 'ml-matrix';

/** Rounds of at most one step each; well-posed problems need about ten. */
const MOST_ROUNDS = 60;
/** Step of the numerical derivative. */
const STEP = 1e-5;
const FIRST_DAMPING = 1e-2;
const MOST_DAMPING = 1e8;
/** Relative gain below which a round is the last. */
const NEGLIGIBLE_GAIN = 1e-10;

/**
 * Parameters with the least sum of squared residuals, by Levenberg and Marquardt's method with numerical derivatives.
 *
 * @param residuals - a vector at least as long as the parameters.
 */
export function leastSquares(
  residuals: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
): readonly number[] {
  let best = {parameters: start, residuals: residuals(start)};
  let damping = FIRST_DAMPING;
  for (let round = 0; round < MOST_ROUNDS && damping < MOST_DAMPING; round += 1) {
    const parameters = stepFrom(best, residuals, damping);
    const tried = {parameters, residuals: residuals(parameters)};
    const [before, after] = [sumOfSquares(best.residuals), sumOfSquares(tried.residuals)];
    if (!(after < before)) {
      damping *= 10;
      continue;
    }
    best = tried;
    damping /= 10;
    if (before - after < NEGLIGIBLE_GAIN * before) break;
  }
  return best.parameters;
}

/** The minimum of the linearised problem, held back by the damping. */
function stepFrom(
  at: {readonly parameters: readonly number[]; readonly residuals: readonly number[]},
  residuals: (parameters: readonly number[]) => readonly number[],
  damping: number,
): readonly number[] {
  const columns = at.parameters.map((_, moved) => {
    const near = residuals(at.parameters.map((value, index) => (index === moved ? value + STEP : value)));
    return near.map((value, row) => (value - (at.residuals[row] ?? 0)) / STEP);
  });
  const transposed = new Matrix(columns);
  const normal = transposed.mmul(transposed.transpose());
  for (let index = 0; index < columns.length; index += 1) {
    normal.set(index, index, normal.get(index, index) * (1 + damping) + Number.MIN_VALUE);
  }
  const step = solve(normal, transposed.mmul(Matrix.columnVector([...at.residuals])));
  return at.parameters.map((value, index) => value - step.get(index, 0));
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((total, value) => total + value * value, 0);
}

import type {Matrix} from '../linear-algebra/matrix.js';

/** Two factors that were fitted to an operator's outputs. */
export interface FittedFactors {
  /** **Shape:** `[rank, rows]`: weights of the first operator. */
  readonly vertical: Matrix;
  /** **Shape:** `[rank, columns]`: weights of the second one. */
  readonly horizontal: Matrix;
  /** What both together are. **Shape:** `[N, D]`. */
  readonly weights: Matrix;
}

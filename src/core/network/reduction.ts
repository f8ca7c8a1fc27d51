/**
 * How an operator is divided: into filters of one column and filters of one row, or into fewer filters of full size and a
 * mix of their responses. For filters one pixel wide, and for matrix products, both are the same.
 */
export type PairScheme = 'spatial' | 'channel';

/** What one operator of a layer was replaced by in a variant, and how well. */
export interface OperatorReduction {
  /** Name of the operator in the model. */
  readonly operator: string;
  readonly scheme: PairScheme;
  readonly rank: number;
  /** Rank at which the replacement would cost as much as the operator, in the spatial scheme. */
  readonly breakEvenRank: number;
  /** What the weights lose: Frobenius norm of the difference over the norm of the original. */
  readonly reconstructionError: number;
  /**
   * Where the weights were fitted to outputs: root of the mean squared error of the outputs over their deviation, on the
   * calibration inputs.
   */
  readonly outputError?: number;
}

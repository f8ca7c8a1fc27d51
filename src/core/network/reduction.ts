/** What one operator of a layer was replaced by in a variant, and how well. */
export interface OperatorReduction {
  /** Name of the operator in the model. */
  readonly operator: string;
  readonly rank: number;
  /** Rank at which the replacement would cost as much as the operator. */
  readonly breakEvenRank: number;
  /** What the weights lose: Frobenius norm of the difference over the norm of the original. */
  readonly reconstructionError: number;
}

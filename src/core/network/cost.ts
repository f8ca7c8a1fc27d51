import type {LayerCost} from './network.js';

/** What no work costs: the start of a sum. */
export const NO_COST: LayerCost = {flops: 0, bytes: 0, operatorCount: 0};

/** Cost of running all of `costs` one after another. */
export function sumCosts(costs: readonly LayerCost[]): LayerCost {
  return costs.reduce(
    (sum, {flops, bytes, operatorCount}) => ({
      flops: sum.flops + flops,
      bytes: sum.bytes + bytes,
      operatorCount: sum.operatorCount + operatorCount,
    }),
    NO_COST,
  );
}

/** Elements of a tensor. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * FLOPs of a convolution; the bias is not counted.
 *
 * **Shape:** output `[batch, N, H, W]`, weights `[N, C / groups, kh, kw]` (or fewer or more spatial axes).
 */
export function convolutionFlops(output: readonly number[], weights: readonly number[]): number {
  return 2 * elementCount(output) * elementCount(weights.slice(1));
}

/** FLOPs of a matrix product with `depth` terms per element of its output; the bias is not counted. */
export function matrixProductFlops(output: readonly number[], depth: number): number {
  return 2 * elementCount(output) * depth;
}

import {elementCount} from '../core/network/cost.js';
import type {PatchGeometry} from '../core/low-rank/patches.js';
import {intsAttribute, textAttribute} from './attributes.js';
import type {DecomposableOperator} from './decomposable.js';

/** How an operator reads an input of one shape to make an output of another. */
export function patchGeometry(
  operator: DecomposableOperator,
  input: readonly number[],
  output: readonly number[],
): PatchGeometry {
  return operator.scheme === 'product' ? productGeometry(input, output) : convolutionGeometry(operator, input, output);
}

/** The last axis holds what a product reads; all others count as batch. */
function productGeometry(input: readonly number[], output: readonly number[]): PatchGeometry {
  const [depth, width] = [input.at(-1) ?? 0, output.at(-1) ?? 0];
  const batch = elementCount(input) / depth;
  return {
    input: [batch, depth, 1, 1],
    output: [batch, width, 1, 1],
    kernel: [1, 1],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [0, 0],
    groups: 1,
  };
}

function convolutionGeometry(
  {node, weightShape, groups}: DecomposableOperator,
  input: readonly number[],
  output: readonly number[],
): PatchGeometry {
  const kernel = two(weightShape.slice(2));
  const strides = two(intsAttribute(node, 'strides', [1, 1]));
  const dilations = two(intsAttribute(node, 'dilations', [1, 1]));
  const explicit = intsAttribute(node, 'pads', [0, 0, 0, 0]);
  const autoPad = textAttribute(node, 'auto_pad', 'NOTSET');
  const padding = (axis: 0 | 1): number => {
    if (autoPad === 'NOTSET') return explicit[axis] ?? 0;
    if (autoPad === 'VALID') return 0;
    const covered = ((output[axis + 2] ?? 0) - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1;
    const total = Math.max(0, covered - (input[axis + 2] ?? 0));
    return autoPad === 'SAME_LOWER' ? Math.ceil(total / 2) : Math.floor(total / 2);
  };
  return {
    input: four(input),
    output: four(output),
    kernel,
    strides,
    dilations,
    padding: [padding(0), padding(1)],
    groups,
  };
}

function two([rows = 1, columns = 1]: readonly number[]): readonly [number, number] {
  return [rows, columns];
}

function four([batch = 0, channels = 0, height = 0, width = 0]: readonly number[]): PatchGeometry['input'] {
  return [batch, channels, height, width];
}

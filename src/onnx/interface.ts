import type {GraphProto, TensorShapeProto_Dimension, ValueInfoProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {elementCount} from '../core/network/cost.js';
import type {DimensionSizes} from '../core/network/network.js';
import {INPUT_TYPES, type NetworkInput} from '../core/network/network-input.js';
import {intAttribute} from './attributes.js';
import {inputTypeOf} from './element-types.js';
import type {OnnxModel} from './model.js';

/** A gibibyte of floats: no camera image comes near it, and a damaged file must not fill the memory. */
const MAX_INPUT_ELEMENTS = 2 ** 28;
/** A size in the command that mends a missing one: tokens of a sentence, more often than not. */
const EXAMPLE_SIZE = 128;
/** Whole numbers that look nothing up mask or choose: 0 and 1. */
const MASK_VALUES = 2;

/** What goes into and comes out of a network. */
export interface ModelInterface {
  readonly inputs: readonly [NetworkInput, ...NetworkInput[]];
  readonly outputNames: readonly [string, ...string[]];
  /** Sizes that were given to open dimensions, without the batch; only those that some input has. */
  readonly dimensions: DimensionSizes;
}

/**
 * Names and shapes of what goes into and comes out of a model.
 *
 * The first dimension of the first input is the batch; wherever its name comes again, it has the same size.
 * **Errors:** DataError for what neuos cannot run.
 */
export function modelInterface(model: OnnxModel, batch: number, dimensions: DimensionSizes = {}): ModelInterface {
  const {graph, place} = model;
  if (graph.sparseInitializer.length > 0) throw new DataError(`${place} has sparse weights, which are not supported.`);
  // Old exporters list the weights among the inputs.
  const weights = new Set(graph.initializer.map(({name}) => name));
  const [first, ...others] = graph.input.filter(({name}) => !weights.has(name));
  const [outputName, ...otherOutputs] = graph.output.map(({name}) => name);
  if (first === undefined) throw new DataError(`${place} has no input.`);
  if (outputName === undefined) throw new DataError(`${place} has no output.`);
  const batchSize = batchDimension(first, batch, place);
  const sizes = {...dimensions, ...batchSize};
  const toInput = (value: ValueInfoProto) => networkInput(value, {graph, place, batch, sizes});
  const open = new Set([first, ...others].flatMap(openNames).filter((name) => !(name in batchSize)));
  return {
    inputs: [toInput(first), ...others.map(toInput)],
    outputNames: [outputName, ...otherOutputs],
    dimensions: Object.fromEntries(Object.entries(dimensions).filter(([name]) => open.has(name))),
  };
}

interface InputContext {
  readonly graph: GraphProto;
  readonly place: string;
  readonly batch: number;
  readonly sizes: DimensionSizes;
}

function networkInput(value: ValueInfoProto, {graph, place, batch, sizes}: InputContext): NetworkInput {
  const {name} = value;
  const type = inputTypeOf(tensorType(value)?.elemType ?? 0);
  if (type === undefined) {
    throw new DataError(`Input ${name} of ${place} must be a tensor of ${INPUT_TYPES.join(', ')}.`);
  }
  const shape = dimensionsOf(value).map((dimension, axis) => {
    const called = dimensionName(dimension, name, axis);
    const size = fixedSize(dimension) ?? sizes[called] ?? (axis === 0 ? batch : undefined);
    if (size !== undefined) return size;
    throw new DataError(
      `Dimension ${axis} ('${called}') of input ${name} of ${place} is not fixed, and no size was given for it.`,
      {suggestions: [`neuos profile --model ${place} --dimension ${called}=${EXAMPLE_SIZE}`]},
    );
  });
  const elements = elementCount(shape);
  if (elements > MAX_INPUT_ELEMENTS) {
    throw new DataError(
      `Input ${name} of ${place} is ${shape.join('×')}: ${elements} values, at most ${MAX_INPUT_ELEMENTS} are allowed.`,
    );
  }
  return {name, shape, type, below: tableRows(name, graph)};
}

/** The batch that a model was exported for; undefined where it is open. */
export function fixedBatch({graph}: OnnxModel): number | undefined {
  const weights = new Set(graph.initializer.map(({name}) => name));
  const [dimension] = graph.input
    .filter(({name}) => !weights.has(name))
    .slice(0, 1)
    .flatMap(dimensionsOf);
  return dimension === undefined ? undefined : fixedSize(dimension);
}

/** Checks the batch that the first input was exported for, and says what its dimension is called. */
function batchDimension(first: ValueInfoProto, batch: number, place: string): DimensionSizes {
  const [dimension] = dimensionsOf(first);
  if (dimension === undefined) throw new DataError(`Input ${first.name} of ${place} has no shape.`);
  const fixed = fixedSize(dimension);
  if (fixed !== undefined && fixed !== batch) {
    throw new DataError(`${place} was exported for batch ${fixed} only; batch ${batch} was asked for.`, {
      suggestions: [`Use --batch ${fixed}, or export the model with a dynamic batch.`],
    });
  }
  return fixed === undefined ? {[dimensionName(dimension, first.name, 0)]: batch} : {};
}

/** Some exporters write an open dimension as -1 or 0. */
function fixedSize({value}: TensorShapeProto_Dimension): number | undefined {
  const size = value.case === 'dimValue' ? Number(value.value) : 0;
  return size > 0 ? size : undefined;
}

/** What an open dimension is called; one without a name goes by its place: `tokens.1`. */
function dimensionName({value}: TensorShapeProto_Dimension, input: string, axis: number): string {
  return value.case === 'dimParam' && value.value !== '' ? value.value : `${input}.${axis}`;
}

function openNames(input: ValueInfoProto): readonly string[] {
  return dimensionsOf(input).flatMap((dimension, axis) =>
    fixedSize(dimension) === undefined ? [dimensionName(dimension, input.name, axis)] : [],
  );
}

function tensorType({type}: ValueInfoProto) {
  return type?.value.case === 'tensorType' ? type.value.value : undefined;
}

function dimensionsOf(value: ValueInfoProto): readonly TensorShapeProto_Dimension[] {
  return tensorType(value)?.shape?.dim ?? [];
}

/** Rows of the smallest table that an input looks up directly, so that made-up numbers stay inside it. */
function tableRows(name: string, {node, initializer}: GraphProto): number {
  const rows = node
    .filter(({opType, input}) => opType === 'Gather' && input[1] === name)
    .map((gather) => {
      const table = initializer.find((tensor) => tensor.name === gather.input[0]);
      return Number(table?.dims.at(intAttribute(gather, 'axis', 0)) ?? MASK_VALUES);
    });
  return Math.max(1, rows.length === 0 ? MASK_VALUES : Math.min(...rows));
}

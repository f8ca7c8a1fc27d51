import {TensorProto_DataType, type ValueInfoProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import type {OnnxModel} from './model.js';

const FLOAT: number = TensorProto_DataType.FLOAT;

/** The one input and the one output of a network. */
export interface ModelInterface {
  readonly inputName: string;
  /** **Shape:** for the batch asked for. */
  readonly inputShape: readonly number[];
  readonly outputName: string;
}

/** Names and shape of what goes into and comes out of a model. **Errors:** DataError for what neuos cannot run. */
export function modelInterface(model: OnnxModel, batch: number): ModelInterface {
  const {graph, place} = model;
  // Old exporters list the weights among the inputs.
  const weights = new Set(graph.initializer.map(({name}) => name));
  const input = theOnly(
    graph.input.filter(({name}) => !weights.has(name)),
    'input',
    place,
  );
  const output = theOnly(graph.output, 'output', place);
  if (graph.sparseInitializer.length > 0) throw new DataError(`${place} has sparse weights, which are not supported.`);
  return {inputName: input.name, inputShape: inputShape(input, batch, place), outputName: output.name};
}

function theOnly(values: readonly ValueInfoProto[], kind: string, place: string): ValueInfoProto {
  const [value] = values;
  if (value !== undefined && values.length === 1) return value;
  const names = values.length === 0 ? 'none' : values.map(({name}) => name).join(', ');
  throw new DataError(`${place} must have exactly one ${kind}; it has ${values.length}: ${names}.`);
}

function inputShape(input: ValueInfoProto, batch: number, place: string): readonly number[] {
  const type = input.type?.value;
  if (type?.case !== 'tensorType' || type.value.elemType !== FLOAT) {
    throw new DataError(`Input ${input.name} of ${place} must be a 32-bit float tensor.`);
  }
  const dimensions = type.value.shape?.dim ?? [];
  if (dimensions.length === 0) throw new DataError(`Input ${input.name} of ${place} has no shape.`);
  return dimensions.map(({value}, axis) => {
    const size = value.case === 'dimValue' ? Number(value.value) : undefined;
    if (axis === 0) return batchSize(size, batch, place);
    if (size !== undefined && size > 0) return size;
    throw new DataError(
      `Dimension ${axis} of input ${input.name} of ${place} is not fixed; only the first one, the batch, may vary.`,
    );
  });
}

function batchSize(fixed: number | undefined, batch: number, place: string): number {
  // Some exporters write a free batch as -1 or 0.
  if (fixed === undefined || fixed <= 0 || fixed === batch) return batch;
  throw new DataError(`${place} was exported for batch ${fixed} only; batch ${batch} was asked for.`, {
    suggestions: [`Use --batch ${fixed}, or export the model with a dynamic batch.`],
  });
}

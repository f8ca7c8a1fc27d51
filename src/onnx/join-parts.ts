import {create} from '@bufbuild/protobuf';
import {GraphProtoSchema, ModelProtoSchema, type ModelProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {parseModel, serializeModel, type OnnxModel} from './model.js';

/**
 * Joins parts, one of each layer in their order, into one model with the inputs and outputs of the whole: the batch is as
 * free as it was. What several parts hold a copy of is written once.
 *
 * **Errors:** DataError when the parts do not lead from the model's inputs to its outputs.
 */
export function joinParts({proto, graph, place}: OnnxModel, parts: readonly Uint8Array[]): Uint8Array {
  const graphs = parts.map((part) => parseModel(part, place).graph);
  const node = uniqueBy(
    graphs.flatMap((part) => part.node),
    ({output}) => output.join(),
  );
  const initializer = uniqueBy(
    graphs.flatMap((part) => part.initializer),
    ({name}) => name,
  );
  const made = new Set(node.flatMap(({output}) => output));
  const missing = graph.output.find(({name}) => !made.has(name));
  if (missing !== undefined) throw new DataError(`The layers of ${place} do not make its output ${missing.name}.`);
  const joined: ModelProto = create(ModelProtoSchema, {
    ...proto,
    graph: create(GraphProtoSchema, {
      name: graph.name,
      node,
      initializer,
      // Old exports list their weights among the inputs; those of a replaced operator are gone.
      input: graph.input.filter(({name}) => !isWeight(graph, name)),
      output: graph.output,
    }),
  });
  return serializeModel(joined);
}

function isWeight({initializer}: OnnxModel['graph'], input: string): boolean {
  return initializer.some(({name}) => name === input);
}

/** Keeps the first of equal items, where it stands: a constant has to come before all that read it. */
function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const own = key(item);
    if (seen.has(own)) return false;
    seen.add(own);
    return true;
  });
}

import {readFile} from 'node:fs/promises';
import {isAbsolute, join, normalize} from 'node:path';

import {TensorProto_DataLocation, type GraphProto, type TensorProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {subgraphs} from './subgraphs.js';

/**
 * Brings weights that are kept in files beside the model into the graph, since parts of it are written as models of
 * their own. Returns the bytes of each file, in order of first use.
 */
export async function inlineExternalData(
  graph: GraphProto,
  directory: string,
  place: string,
): Promise<readonly Uint8Array[]> {
  const files = new Map<string, Uint8Array>();
  for (const tensor of allTensors(graph)) {
    if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) continue;
    const entries = new Map(tensor.externalData.map(({key, value}) => [key, value]));
    const location = safeLocation(entries.get('location') ?? '', tensor, place);
    const bytes = files.get(location) ?? (await readWeights(join(directory, location), tensor, place));
    files.set(location, bytes);
    inline(tensor, bytes, entries, place);
  }
  return [...files.values()];
}

/** Weights, and values of constants, those inside subgraphs included. */
function allTensors({initializer, node}: GraphProto): readonly TensorProto[] {
  const constants = node.flatMap(({attribute}) => attribute.flatMap(({t}) => t ?? []));
  return [...initializer, ...constants, ...node.flatMap(subgraphs).flatMap(allTensors)];
}

/** A model may only name files beside or below itself. */
function safeLocation(location: string, {name}: TensorProto, place: string): string {
  const path = normalize(location);
  if (location === '' || isAbsolute(path) || path.startsWith('..')) {
    throw new DataError(`Tensor ${name} of ${place} refers to the file '${location}', which is not below the model.`);
  }
  return path;
}

async function readWeights(path: string, {name}: TensorProto, place: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new DataError(`Tensor ${name} of ${place} is kept in ${path}, which cannot be read.`, {cause});
  });
}

function inline(tensor: TensorProto, bytes: Uint8Array, entries: ReadonlyMap<string, string>, place: string): void {
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? bytes.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
    throw new DataError(
      `Tensor ${tensor.name} of ${place} takes bytes ${offset} to ${offset + length} of a file of ${bytes.length}.`,
    );
  }
  tensor.rawData = new Uint8Array(bytes.subarray(offset, offset + length));
  tensor.externalData = [];
  tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
}

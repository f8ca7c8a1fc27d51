import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {basename, dirname} from 'node:path';

import {fromBinary, toBinary} from '@bufbuild/protobuf';
import {ModelProtoSchema, type GraphProto, type ModelProto} from 'onnx-buf';

import {DataError} from '../core/errors.js';
import {inlineExternalData} from './external-data.js';

/** A decoded ONNX file. Fields that this version of the format does not know are kept when it is written again. */
export interface OnnxModel {
  /** File name without its ending. */
  readonly name: string;
  /** Where it came from, for errors. */
  readonly place: string;
  /** SHA-256 of the file and of the weight files it refers to, hexadecimal. */
  readonly contentHash: string;
  readonly proto: ModelProto;
  readonly graph: GraphProto;
}

const MENDING = ['export the model again', 'neuos profile --model resnet50-fmnist'];

/** Names come up in messages of one line, and no exporter writes such characters. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Reads an ONNX file, together with the weight files it refers to. **Errors:** DataError. */
export async function readModel(path: string): Promise<OnnxModel> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new DataError(`Cannot read the model ${path}: ${reason}.`, {cause});
  });
  const model = parseModel(bytes, path);
  const external = await inlineExternalData(model.graph, dirname(path), path);
  if (external.length === 0) return model;
  return {...model, contentHash: sha256([bytes, ...external])};
}

/** Decodes ONNX bytes; `place` names them in errors. **Errors:** DataError when they are not a usable model. */
export function parseModel(bytes: Uint8Array, place: string): OnnxModel {
  const proto = decode(bytes, place);
  const {graph} = proto;
  if (graph === undefined || proto.irVersion === 0n) throw notOnnx(place, `${bytes.length} bytes without a graph`);
  if (graph.node.length === 0) {
    throw new DataError(`The graph of ${place} is empty: it has no operators.`, {suggestions: MENDING});
  }
  if (names(graph).some((name) => CONTROL_CHARACTER.test(name))) {
    throw new DataError(`${place} is damaged: a name in its graph has control characters.`);
  }
  return {name: basename(place).replace(/\.onnx$/, ''), place, contentHash: sha256([bytes]), proto, graph};
}

export function serializeModel(proto: ModelProto): Uint8Array {
  return toBinary(ModelProtoSchema, proto);
}

function names({node, input, output, initializer}: GraphProto): readonly string[] {
  const operators = node.flatMap((operator) => [operator.name, ...operator.input, ...operator.output]);
  return [...operators, ...[...input, ...output, ...initializer].map(({name}) => name)];
}

function decode(bytes: Uint8Array, place: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw notOnnx(place, `${bytes.length} bytes that do not decode (${reason})`, cause);
  }
}

function notOnnx(place: string, got: string, cause?: unknown): DataError {
  return new DataError(`${place} is not an ONNX model: got ${got}, allowed is a whole ONNX file.`, {
    suggestions: MENDING,
    cause,
  });
}

function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

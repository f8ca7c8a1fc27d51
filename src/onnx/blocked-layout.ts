import {create} from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataType,
  ValueInfoProtoSchema,
  type GraphProto,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';

import {parseModel, serializeModel} from './model.js';
import {nodeInputs} from './topology.js';

/**
 * ONNX Runtime on x64 computes convolutions in a layout of its own, in which channels stand together in blocks.
 *
 * **Source:** its operators ReorderInput and ReorderOutput, domain com.microsoft.nchwc, lead there and back.
 */
const DOMAIN = 'com.microsoft.nchwc';
const ENTERS = 'ReorderInput';
const LEAVES = 'ReorderOutput';

/** A tensor that is handed on in blocks. */
export interface BlockedTensor {
  readonly plain: string;
  readonly blocked: string;
  readonly channels: number;
}

/** For the tensors of an optimised graph whose plain layout no operator reads: what they are called in blocks. */
export function blockedNames({node}: GraphProto): ReadonlyMap<string, string> {
  const read = new Set(node.flatMap(nodeInputs));
  return new Map(
    node.flatMap(({opType, domain, input: [blocked = ''], output: [plain = '']}) =>
      opType === LEAVES && domain === DOMAIN && !read.has(plain) ? [[plain, blocked] as const] : [],
    ),
  );
}

/** Declares a tensor in blocks. The runtime pads channels as it likes: the shape is its own business. */
export function blockedInfo(name: string): ValueInfoProto {
  const tensorType = {elemType: TensorProto_DataType.FLOAT};
  return create(ValueInfoProtoSchema, {name, type: {value: {case: 'tensorType', value: tensorType}}});
}

/** Makes a part take and give the named tensors in blocks. */
export function bridgePart(part: Uint8Array, tensors: readonly BlockedTensor[], place: string): Uint8Array {
  const {proto, graph} = parseModel(part, place);
  const byName = new Map(tensors.map((tensor) => [tensor.plain, tensor]));
  const bridged = ({name}: ValueInfoProto) => byName.get(name) ?? [];
  const declare = (value: ValueInfoProto) => {
    const tensor = byName.get(value.name);
    return tensor === undefined ? value : blockedInfo(tensor.blocked);
  };
  const node = [...graph.input.flatMap(bridged).map(leave), ...graph.node, ...graph.output.flatMap(bridged).map(enter)];
  const own = create(OperatorSetIdProtoSchema, {domain: DOMAIN, version: 1n});
  return serializeModel(
    create(ModelProtoSchema, {
      ...proto,
      opsetImport: [...proto.opsetImport.filter(({domain}) => domain !== DOMAIN), own],
      graph: create(GraphProtoSchema, {
        ...graph,
        node,
        input: graph.input.map(declare),
        output: graph.output.map(declare),
      }),
    }),
  );
}

function leave({plain, blocked, channels}: BlockedTensor): NodeProto {
  const attribute = [{name: 'channels', type: AttributeProto_AttributeType.INT, i: BigInt(channels)}];
  return create(NodeProtoSchema, {opType: LEAVES, domain: DOMAIN, input: [blocked], output: [plain], attribute});
}

function enter({plain, blocked}: BlockedTensor): NodeProto {
  return create(NodeProtoSchema, {opType: ENTERS, domain: DOMAIN, input: [plain], output: [blocked]});
}

import type {GraphProto, NodeProto} from 'onnx-buf';

/** The bodies and branches of a control-flow operator; none for all others. */
export function subgraphs({attribute}: NodeProto): readonly GraphProto[] {
  return attribute.flatMap(({g, graphs}) => (g === undefined ? graphs : [g, ...graphs]));
}

import type {NodeProto} from 'onnx-buf';

/** An integer attribute of an operator, or what the ONNX standard says when it is absent. */
export function intAttribute(node: NodeProto, name: string, fallback: number): number {
  const attribute = node.attribute.find((candidate) => candidate.name === name);
  return attribute === undefined ? fallback : Number(attribute.i);
}

/** A text attribute of an operator. */
export function textAttribute(node: NodeProto, name: string, fallback: string): string {
  const attribute = node.attribute.find((candidate) => candidate.name === name);
  return attribute === undefined ? fallback : new TextDecoder().decode(attribute.s);
}

/** A list of integers of an operator. */
export function intsAttribute(node: NodeProto, name: string, fallback: readonly number[]): readonly number[] {
  const attribute = node.attribute.find((candidate) => candidate.name === name);
  return attribute === undefined ? fallback : attribute.ints.map(Number);
}

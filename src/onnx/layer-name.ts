import type {NodeProto} from 'onnx-buf';

/**
 * A short name for the layer that begins with `node`.
 *
 * Exporters write the path of nested modules, each repeating its parent: `/features/features.1/a/a.0/Conv` is module
 * `features.1.a.0`.
 */
export function layerName(node: NodeProto, ordinal: number): string {
  const path = node.name.split('/').filter((part) => part !== '');
  const modules = path.length > 1 ? path.slice(0, -1) : path;
  const short: string[] = [];
  for (const part of modules) {
    const parent = short.at(-1);
    if (parent !== undefined && (part === parent || part.startsWith(`${parent}.`))) short.pop();
    short.push(part);
  }
  return short.length === 0 ? `${node.opType}-${ordinal}` : short.join('.');
}

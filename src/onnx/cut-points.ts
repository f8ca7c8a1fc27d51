import type {ModelInterface} from './interface.js';
import {nodeInputs, type Topology} from './topology.js';

/** A place between two operators at which a single tensor carries everything that is still needed. */
export interface CutPoint {
  /** Number of operators before the cut. */
  readonly position: number;
  /** The one live tensor. */
  readonly tensor: string;
}

/** Every cut point, from before the first operator (the input) to behind the last one (the output). */
export function findCutPoints({nodes}: Topology, io: ModelInterface): readonly CutPoint[] {
  const lastUse = lastUses({nodes}, io);
  const live = new Set([io.inputName]);
  const cuts: CutPoint[] = [];
  for (let position = 0; position <= nodes.length; position += 1) {
    for (const tensor of live) if ((lastUse.get(tensor) ?? -1) < position) live.delete(tensor);
    const [tensor] = live;
    if (live.size === 1 && tensor !== undefined) cuts.push({position, tensor});
    for (const name of nodes[position]?.output ?? []) live.add(name);
  }
  return cuts;
}

/** For every tensor the position of its last reader; the output is read behind the last operator. */
function lastUses({nodes}: Pick<Topology, 'nodes'>, io: ModelInterface): ReadonlyMap<string, number> {
  const uses = nodes.flatMap((node, position) => nodeInputs(node).map((name) => [name, position] as const));
  return new Map([...uses, [io.outputName, nodes.length]]);
}

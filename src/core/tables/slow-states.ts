import type {ConfigurationSpace} from '../board/space.js';

/** Configurations that share their slow knobs: the same cores online. */
export interface SlowState {
  /** For people: `0+3+4+5/1`. */
  readonly key: string;
  readonly configurations: readonly number[];
}

/** Groups a space by cores online, in the order of the lowest configuration of each group. */
export function groupBySlowState(space: ConfigurationSpace): readonly SlowState[] {
  const groups = new Map<string, number[]>();
  for (let index = 0; index < space.size; index += 1) {
    const key = space
      .at(index)
      .clusters.map(({onlineCpus}) => onlineCpus.join('+'))
      .join('/');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return [...groups].map(([key, configurations]) => ({key, configurations}));
}

import type {ConfigurationSpace, Dimension} from './space.js';

/** Share of the way from the lowest to the highest level at which the lower anchor of a clock lies. */
const LOWER_ANCHOR = 0.6;

/**
 * Configurations at which low-rank variants are measured: every combination of each dimension's highest level and one
 * at 60 % of its range (for cores: the fewest). The reference is one of them.
 *
 * Variants are called for when clocks alone do not suffice, so the anchors lie in the upper half of the space.
 */
export function anchorConfigurations(space: ConfigurationSpace): readonly number[] {
  let indices: readonly number[] = [0];
  for (const dimension of space.dimensions) {
    const levels = anchorLevels(dimension);
    indices = indices.flatMap((index) => levels.map((level) => index * dimension.levels.length + level));
  }
  return indices;
}

function anchorLevels({levels}: Dimension): readonly number[] {
  const highest = levels.length - 1;
  const setsCores = levels.some((settings) => settings.some(({knob}) => knob === 'cores-online'));
  return [...new Set([setsCores ? 0 : Math.round(highest * LOWER_ANCHOR), highest])];
}

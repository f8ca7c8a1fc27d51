import type {ConfigurationSpace} from '../../core/board/space.js';
import type {TransitionTimes} from '../../core/board/transition.js';

/**
 * The fast knobs of a board as a grid: a point for each combination of clocks, whatever cores are online.
 *
 * A change from point to point takes the sum of what its axes take, so that the cheapest way into every point is found
 * axis by axis.
 */
export interface ClockGrid {
  /** Levels of each axis: a clock of each cluster, then GPU, then memory. */
  readonly axes: readonly ClockAxis[];
  readonly size: number;
  /** Point of each configuration. */
  readonly pointOf: Int32Array;
}

export interface ClockAxis {
  readonly levels: readonly number[];
  /** Time to change it, µs. */
  readonly changeUs: number;
}

export function clockGrid(space: ConfigurationSpace, times: TransitionTimes): ClockGrid {
  const clocks = Array.from({length: space.size}, (_, index) => {
    const {clusters, gpuHz, emcHz} = space.at(index);
    return [...clusters.map(({cpuHz}) => cpuHz), gpuHz, emcHz];
  });
  const axisCount = clocks[0]?.length ?? 0;
  const changes = Array.from({length: axisCount}, () => times['cpu-clock']);
  changes[axisCount - 2] = times['gpu-clock'];
  changes[axisCount - 1] = times['emc-clock'];
  const axes = changes.map((changeUs, axis) => ({
    levels: [...new Set(clocks.map((clock) => clock[axis] ?? 0))].toSorted((a, b) => a - b),
    changeUs,
  }));
  const pointOf = Int32Array.from(clocks, (clock) =>
    axes.reduce((point, {levels}, axis) => point * levels.length + levels.indexOf(clock[axis] ?? 0), 0),
  );
  return {axes, pointOf, size: axes.reduce((size, {levels}) => size * levels.length, 1)};
}

/** The levels of a point, one per axis. */
export function levelsOf(axes: readonly ClockAxis[], point: number): readonly number[] {
  const levels: number[] = [];
  let rest = point;
  for (const axis of axes.toReversed()) {
    levels.unshift(rest % axis.levels.length);
    rest = Math.floor(rest / axis.levels.length);
  }
  return levels;
}

/** Points of the full grid that axes of fewer levels span, in their order; levels are positions on the full grid's axes. */
export function pointsOf(axes: readonly ClockAxis[], grid: ClockGrid): readonly number[] {
  return axes.reduce<readonly number[]>(
    (points, {levels}, axis) =>
      points.flatMap((point) => levels.map((level) => point * (grid.axes[axis]?.levels.length ?? 1) + level)),
    [0],
  );
}

/**
 * Lowers every value to what it costs to come from the cheapest point: `value[x] = min over y of value[y] + price · time(y, x)`.
 */
export function relax(values: Float64Array, axes: readonly ClockAxis[], price: number): void {
  let stride = 1;
  for (const {levels, changeUs} of axes.toReversed()) {
    const block = stride * levels.length;
    for (let start = 0; start < values.length; start += block) {
      for (let offset = start; offset < start + stride; offset += 1) {
        relaxLine(values, offset, stride, block, price * changeUs);
      }
    }
    stride = block;
  }
}

function relaxLine(values: Float64Array, offset: number, stride: number, block: number, cost: number): void {
  let least = Infinity;
  for (let at = offset; at < offset + block; at += stride) least = Math.min(least, values[at] ?? Infinity);
  const arrived = least + cost;
  for (let at = offset; at < offset + block; at += stride) if ((values[at] ?? 0) > arrived) values[at] = arrived;
}

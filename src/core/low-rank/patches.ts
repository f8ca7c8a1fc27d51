import type {Matrix} from '../linear-algebra/matrix.js';

/** How an operator reads its input. A matrix product reads single pixels. */
export interface PatchGeometry {
  /** **Shape:** `[batch, channels, height, width]` of the input. */
  readonly input: readonly [number, number, number, number];
  /** **Shape:** `[batch, channels, height, width]` of the output. */
  readonly output: readonly [number, number, number, number];
  /** Rows and columns, as everything below. */
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Padding before the first row and the first column. */
  readonly padding: readonly [number, number];
  readonly groups: number;
}

/** Golden ratio: steps by it cover any range evenly and fall into no rhythm with rows and columns. */
const GOLDEN_STEP = (Math.sqrt(5) - 1) / 2;

/** Up to `limit` places of the output, over batch, rows and columns; all of them when there are not more. */
export function samplePositions({output: [batch, , height, width]}: PatchGeometry, limit: number): Uint32Array {
  const count = batch * height * width;
  if (count <= limit) return Uint32Array.from({length: count}, (_, index) => index);
  // One place in each of `limit` equal stretches.
  return Uint32Array.from({length: limit}, (_, index) =>
    Math.floor(((index + ((index * GOLDEN_STEP) % 1)) * count) / limit),
  );
}

/** What a group of filters sees at each position. **Shape:** `[positions, channels / groups · kh · kw]`. */
export function gatherPatches(
  values: Float32Array,
  geometry: PatchGeometry,
  positions: Uint32Array,
  group: number,
): Matrix {
  const {input, output, kernel, groups} = geometry;
  const channels = input[1] / groups;
  const columns = channels * kernel[0] * kernel[1];
  const data = new Float64Array(positions.length * columns);
  const plane = output[2] * output[3];
  for (const [sample, position] of positions.entries()) {
    const image = Math.floor(position / plane);
    const place = position % plane;
    const corner = [Math.floor(place / output[3]), place % output[3]] as const;
    let target = sample * columns;
    for (let channel = 0; channel < channels; channel += 1) {
      const source = (image * input[1] + group * channels + channel) * input[2] * input[3];
      target = copyWindow(values, source, geometry, corner, data, target);
    }
  }
  return {rows: positions.length, columns, data};
}

/** Copies what one filter sees of one channel; outside of the input there are zeros. */
function copyWindow(
  values: Float32Array,
  source: number,
  {input: [, , height, width], kernel, strides, dilations, padding}: PatchGeometry,
  [outputRow, outputColumn]: readonly [number, number],
  data: Float64Array,
  start: number,
): number {
  let target = start;
  for (let i = 0; i < kernel[0]; i += 1) {
    const row = outputRow * strides[0] - padding[0] + i * dilations[0];
    for (let j = 0; j < kernel[1]; j += 1) {
      const column = outputColumn * strides[1] - padding[1] + j * dilations[1];
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      data[target] = inside ? (values[source + row * width + column] ?? 0) : 0;
      target += 1;
    }
  }
  return target;
}

/** What a group of filters answers at each position. **Shape:** `[positions, filters / groups]`. */
export function gatherOutputs(
  values: Float32Array,
  {output: [, filters, height, width], groups}: PatchGeometry,
  positions: Uint32Array,
  group: number,
): Matrix {
  const [columns, plane] = [filters / groups, height * width];
  const data = new Float64Array(positions.length * columns);
  for (const [sample, position] of positions.entries()) {
    const image = Math.floor(position / plane);
    const source = (image * filters + group * columns) * plane + (position % plane);
    for (let filter = 0; filter < columns; filter += 1) {
      data[sample * columns + filter] = values[source + filter * plane] ?? 0;
    }
  }
  return {rows: positions.length, columns, data};
}

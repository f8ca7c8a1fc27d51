import fc from 'fast-check';
import type {SmallCosts} from './small-tables.js';

/** Whole numbers, so that float32 holds sums of them exactly. */
const whole = (min: number, max: number) => fc.integer({min, max});

function matrix(rows: number, columns: number, value: fc.Arbitrary<number>): fc.Arbitrary<number[][]> {
  const row = fc.array(value, {minLength: columns, maxLength: columns});
  return fc.array(row, {minLength: rows, maxLength: rows});
}

/** Costs of a few layers at a few candidates, with switches that cost nothing only where nothing changes. */
export function randomCosts(mostLayers = 4, mostCandidates = 4): fc.Arbitrary<SmallCosts> {
  return fc.tuple(whole(1, mostLayers), whole(1, mostCandidates)).chain(([layers, candidates]) =>
    fc.record({
      latencyUs: matrix(layers, candidates, whole(1, 500)),
      energyUj: matrix(layers, candidates, whole(0, 500)),
      switchUs: matrix(candidates, candidates, whole(0, 200)).map(freeToStay),
      switchUj: matrix(candidates, candidates, whole(0, 200)).map(freeToStay),
      rest: whole(0, candidates - 1),
    }),
  );
}

function freeToStay(costs: readonly (readonly number[])[]): number[][] {
  return costs.map((row, from) => row.map((cost, to) => (from === to ? 0 : cost)));
}

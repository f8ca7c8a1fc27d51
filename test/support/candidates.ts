import {Candidate} from '../../src/core/schedule/candidate.js';

/** A judged candidate with the given energy and loss; its key is its position. */
export function candidate(energyUj: number, loss: number, key = 0): Candidate {
  return Object.assign(new Candidate(1), {energyUj, loss, key});
}

/** Candidates of the given points, and flags that admit all of them. */
export function candidates(points: readonly (readonly [energyUj: number, loss: number])[]): {
  readonly judged: readonly Candidate[];
  readonly eligible: Uint8Array;
} {
  const judged = points.map(([energyUj, loss], key) => candidate(energyUj, loss, key));
  return {judged, eligible: new Uint8Array(judged.length).fill(1)};
}

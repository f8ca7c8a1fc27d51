import {linearRegression, linearRegressionLine, mean, standardDeviation} from 'simple-statistics';
import type {Candidate} from '../candidate.js';
import {compareEnergy, firstBy, type Objective} from './objective.js';
import {minEnergy} from './min-energy.js';

/** Share of the loss of `min-energy` that is accepted when there are too few points for a regression. */
const ACCEPTED_SHARE = 0.5;
/** Least distinct points that a line is fitted through. */
const LEAST_POINTS = 3;
/** How far above the line a point still counts as on it, in standard deviations. */
const ON_LINE = 1e-9;

/**
 * Balanced: bivariate regression analysis of (energy, loss) over the candidates. Both are standardised, the line of loss
 * on energy is fitted, and among the points on or below it the smallest sum of both is taken. With fewer than three
 * distinct points: the least energy whose loss is at most half of what `min-energy` would lose.
 *
 * **Source:** NeuOS (USENIX ATC 2020), section 4.3; the choice among the points below the line is DESIGN.md §8.4.
 */
export const balanced: Objective = (candidates, eligible, count) => {
  const positions: number[] = [];
  for (let index = 0; index < count; index += 1) if (eligible[index] === 1) positions.push(index);
  const points = positions.map((index) => point(candidates[index]));
  const distinct = new Set(points.map(({energyUj, loss}) => `${energyUj}/${loss}`)).size;
  if (distinct < LEAST_POINTS) return halfTheLoss(candidates, eligible, count);
  const energies = standardised(points.map(({energyUj}) => energyUj));
  const losses = standardised(points.map(({loss}) => loss));
  const line = linearRegressionLine(linearRegression(energies.map((energy, index) => [energy, losses[index] ?? 0])));
  let best = -1;
  for (const [index, energy] of energies.entries()) {
    const loss = losses[index] ?? 0;
    if (loss > line(energy) + ON_LINE) continue;
    if (best < 0 || energy + loss < (energies[best] ?? 0) + (losses[best] ?? 0)) best = index;
  }
  return positions[best] ?? minEnergy(candidates, eligible, count);
};

function halfTheLoss(candidates: readonly Candidate[], eligible: Uint8Array, count: number): number {
  const cheapest = minEnergy(candidates, eligible, count);
  const accepted = ACCEPTED_SHARE * point(candidates[cheapest]).loss;
  const acceptable = eligible.map((flag, index) => (point(candidates[index]).loss <= accepted ? flag : 0));
  const chosen = firstBy(candidates, acceptable, count, compareEnergy);
  return chosen < 0 ? cheapest : chosen;
}

function point(candidate: Candidate | undefined): {energyUj: number; loss: number} {
  return {energyUj: candidate?.energyUj ?? 0, loss: candidate?.loss ?? 0};
}

/** Zero mean, unit deviation; all zero where there is no spread. */
function standardised(values: readonly number[]): readonly number[] {
  const centre = mean([...values]);
  const spread = standardDeviation([...values]);
  return values.map((value) => (spread === 0 ? 0 : (value - centre) / spread));
}

import {compareEnergy, compareLoss, firstBy, type Objective} from './objective.js';

/** M_A: least Σ T_A; among equals, the least energy. */
export const maxAccuracy: Objective = (candidates, eligible, count) =>
  firstBy(candidates, eligible, count, (a, b) => compareLoss(a, b) || compareEnergy(a, b));

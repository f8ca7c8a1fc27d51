import {compareEnergy, compareLoss, firstBy, type Objective} from './objective.js';

/** M_P: least predicted energy above rest of the demand; among equals, the least loss. */
export const minEnergy: Objective = (candidates, eligible, count) =>
  firstBy(candidates, eligible, count, (a, b) => compareEnergy(a, b) || compareLoss(a, b));

import type {Mode} from '../mode.js';
import {balanced} from './balanced.js';
import {maxAccuracy} from './max-accuracy.js';
import {minEnergy} from './min-energy.js';
import type {Objective} from './objective.js';

/** The objective of each mode. */
export const OBJECTIVES: Readonly<Record<Mode, Objective>> = {
  'min-energy': minEnergy,
  'max-accuracy': maxAccuracy,
  balanced,
};

import type {NetworkReference, PlanSet} from '../tables/tables.js';
import {Reserve} from './reserve.js';

/** Reserves relative to the one that a run begins with: from LEAST to MOST, at equal distances. */
const LEAST = 1 / 3;
const MOST = 7 / 3;
const COUNT = 10;
/** What one deadline changes. */
const BY_DEADLINE = 1 / 3;

/**
 * Reserves of several sizes: the more deadlines clocks have cost, the larger.
 *
 * How large a reserve must be for a given share of late jobs depends on the cohort, its deadlines and the board, and cannot be
 * told beforehand. So it follows what happens: every deadline lost makes it larger, every job in time a little smaller, and it
 * comes to rest where just so many deadlines are lost as may be.
 *
 * **Source:** online quantile tracking, as in adaptive conformal inference (Gibbs, Candès, NeurIPS 2021).
 */
export class Reserves {
  /** The least first. */
  readonly #reserves: readonly Reserve[];

  /** @param tails - as in `Reserve`, of the one to begin with. */
  constructor(plans: PlanSet, references: readonly NetworkReference[], tails: number) {
    const step = (MOST - LEAST) / (COUNT - 1);
    this.#reserves = Array.from({length: COUNT}, (_, r) => new Reserve(plans, references, tails * (LEAST + r * step)));
  }

  /** The one for so many deadlines lost beyond what is allowed, or left of that. */
  for(debt: number): Reserve {
    const place = ((1 - LEAST + BY_DEADLINE * debt) / (MOST - LEAST)) * (COUNT - 1);
    const nearest = Math.max(0, Math.min(COUNT - 1, Math.floor(place + 1e-9)));
    return this.#reserves[nearest] as Reserve;
  }
}

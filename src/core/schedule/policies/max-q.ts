import {PinnedPolicy} from './pinned.js';

/**
 * The vendor's efficient mode with the clocks pinned at its caps: MAXQ on TX2, the modes of the lowest power budget on the
 * other boards.
 *
 * Idle: stays there. Parameters: none; the mode is a fact of the board, its clocks the space's nearest.
 */
export class MaxQPolicy extends PinnedPolicy {
  readonly name = 'max-q';
}
